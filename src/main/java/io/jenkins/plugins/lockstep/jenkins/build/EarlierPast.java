package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.EarlierWork;
import io.jenkins.plugins.lockstep.run.Pinned;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.run.SealedWork;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a milestone's phases were sealed as before, in this build too: a branch is made again there.
 *
 * @param seals of earlier builds
 */
record EarlierPast(Run<?, ?> build, BuildRun run, EarlierSeals seals, int milestone)
        implements EarlierWork.Past {
    /** Each once, as this build knows it if it has it. */
    @Override
    public List<SealedWork> works(String phase) {
        Set<Digest> known = new HashSet<>();
        return Stream.of(run.index(), seals.index())
                .flatMap(index -> index.works(milestone, phase).stream())
                .filter(work -> known.add(work.sealed().seal()))
                .toList();
    }

    /** The build among whose artifacts the evidence is: this one, if it has it. */
    Optional<Run<?, ?>> holder(SealedWork work) {
        Digest seal = work.sealed().seal();
        return run.index().sealNamed(seal.toString()).isPresent()
                ? Optional.of(build)
                : seals.holder(seal);
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
        Sealed sealed = work.sealed();
        Set<Run<?, ?>> pinners = new LinkedHashSet<>();
        holder(work).ifPresent(pinners::add);
        seals.holder(sealed.seal()).ifPresent(pinners::add);
        Optional.ofNullable(Run.fromExternalizableId(sealed.run())).ifPresent(pinners::add);
        for (Run<?, ?> pinner : pinners) {
            Optional<Plan> plan = plan(pinner, work.plan());
            if (plan.isPresent()) {
                return plan;
            }
        }
        return Optional.empty();
    }

    private Optional<Plan> plan(Run<?, ?> pinner, Digest digest) throws IOException {
        BuildFiles files = EarlierBuilds.files(pinner);
        Optional<Plan> pinned = Pinned.again(files.plan(), "lockstep.yaml", digest);
        return pinned.isEmpty()
                ? pinned
                : Optional.of(
                        BuildOverrides.read(files.overrides()).apply(pinned.get(), milestone));
    }
}
