package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.EarlierWork;
import io.jenkins.plugins.lockstep.run.Pinned;
import io.jenkins.plugins.lockstep.run.SealedWork;
import java.io.IOException;
import java.util.ArrayList;
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

    /** With what the steps of that build set in its place. */
    @Override
    public Optional<Plan> plan(SealedWork work) throws IOException {
        List<Run<?, ?>> builds = new ArrayList<>();
        seals.holder(work.sealed().seal()).ifPresent(builds::add);
        Run<?, ?> first = Run.fromExternalizableId(work.sealed().run());
        if (first != null) {
            builds.add(first);
        }
        for (Run<?, ?> build : builds) {
            BuildFiles files = EarlierBuilds.files(build);
            Optional<Plan> pinned =
                    Pinned.read(files.plan(), "lockstep.yaml")
                            .filter(plan -> plan.digest().equals(work.plan()));
            if (pinned.isPresent()) {
                return Optional.of(
                        BuildOverrides.read(files.overrides()).apply(pinned.get(), milestone));
            }
        }
        return Optional.empty();
    }
}
