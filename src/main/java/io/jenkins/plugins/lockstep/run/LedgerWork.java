package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.plan.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what an attempt of a run begins with, if its phase was sealed under another key before. */
final class LedgerWork {
    private final MilestoneContext milestone;
    private final EarlierWork earlier;

    LedgerWork(MilestoneContext milestone) {
        this.milestone = milestone;
        this.earlier = LedgerPast.work(milestone);
    }

    /**
     * What an attempt takes over.
     *
     * @param seal of the work
     * @param start the commit to begin from
     * @param text the sealed text that the phase owes; null if it owes none
     * @param cited the seals that the text may cite, by phase
     */
    record Taken(Sealed seal, String start, Path text, Map<String, Digest> cited) {
        /** What a seal of it stands on: these, and where it comes from. */
        List<Sealed> with(List<Sealed> materials) {
            return Stream.concat(materials.stream(), Stream.of(seal)).toList();
        }

        /** An attempt that goes on with it from that commit. */
        AttemptSpec begun(AttemptSpec spec, String from) {
            return spec.startingFrom(from, EarlierWork.citing(cited, spec.seals()));
        }
    }

    /**
     * What can be taken over; its evidence is checked by who uses it, as all that a seal stands on.
     */
    Optional<Taken> find(Phase phase, String base, List<Sealed> materials)
            throws IOException, InterruptedException {
        if (milestone.run().options().anew()) {
            return Optional.empty();
        }
        List<SealedWork> fitting = earlier.fitting(phase, materials);
        return phase.kind().changesFiles()
                ? change(phase, fitting, base)
                : fitting.stream().findFirst().map(work -> text(phase, work, base));
    }

    private Optional<Taken> change(Phase phase, List<SealedWork> fitting, String base)
            throws IOException, InterruptedException {
        EventSink events =
                milestone.run().events().at(milestone.milestone().number(), phase.name(), 0);
        Optional<EarlierChanges.Brought> brought =
                new EarlierChanges(milestone.run().store(), events::note)
                        .onto(phase, fitting.stream().map(EarlierChange::of).toList(), base);
        return brought.map(
                one -> new Taken(sealed(one.change(), fitting), one.start(), null, Map.of()));
    }

    private static Sealed sealed(EarlierChange change, List<SealedWork> works) {
        return works.stream()
                .map(SealedWork::sealed)
                .filter(one -> one.seal().equals(change.seal()))
                .findFirst()
                .orElseThrow();
    }

    private Taken text(Phase phase, SealedWork work, String base) {
        Sealed sealed = work.sealed();
        Path evidence =
                milestone
                        .run()
                        .home()
                        .evidence(sealed.milestone(), sealed.node(), sealed.attempt());
        Path text = evidence.resolve(EarlierWork.owed(work).orElseThrow());
        return new Taken(sealed, base, text, earlier.cited(phase, work));
    }
}
