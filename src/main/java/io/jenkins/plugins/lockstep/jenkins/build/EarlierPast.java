package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.EarlierWork;
import io.jenkins.plugins.lockstep.run.Pinned;
import io.jenkins.plugins.lockstep.run.SealedWork;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a milestone's phases were sealed as before this build.
 *
 * @param seals of earlier builds
 */
record EarlierPast(BuildRun run, EarlierSeals seals, int milestone) implements EarlierWork.Past {
    @Override
    public List<SealedWork> works(String phase) {
        return seals.works(milestone, phase);
    }

    /** What began in this build goes on in the builds before it. */
    @Override
    public Digest origin(Digest seal) {
        return seals.index().origin(run.index().origin(seal));
    }

    /**
     * With what the steps of that build set in its place. Who took a seal over may have another
     * plan.
     */
    @Override
    public Optional<Plan> plan(SealedWork work) throws IOException {
        Digest seal = work.sealed().seal();
        Optional<Plan> plan = plan(seals.holder(seal), work.plan());
        return plan.isPresent() ? plan : plan(seals.first(seal), work.plan());
    }

    private Optional<Plan> plan(Optional<Run<?, ?>> build, Digest digest) throws IOException {
        if (build.isEmpty()) {
            return Optional.empty();
        }
        BuildFiles files = EarlierBuilds.files(build.get());
        Optional<Plan> pinned = Pinned.again(files.plan(), "lockstep.yaml", digest);
        return pinned.isEmpty()
                ? pinned
                : Optional.of(
                        BuildOverrides.read(files.overrides()).apply(pinned.get(), milestone));
    }
}
