package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.git.MergeResult;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.Transplant;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Brings what an earlier attempt changed onto the commit that counts now. */
public final class EarlierChanges {
    private final ObjectStore store;
    private final Consumer<String> note;

    /**
     * @param note hears why something is not taken over
     */
    public EarlierChanges(ObjectStore store, Consumer<String> note) {
        this.store = store;
        this.note = note;
    }

    /**
     * How an attempt begins.
     *
     * @param start the commit to begin from, on top of the base
     */
    public record Brought(EarlierChange change, String start) {}

    /**
     * The first that can be brought to the base; else what can be of the first, file by file, if
     * the phase mends each by itself.
     *
     * @param changes whose commits are in the store
     */
    public Optional<Brought> onto(Phase phase, List<EarlierChange> changes, String base)
            throws IOException, InterruptedException {
        Transplant transplant = new Transplant(store);
        EarlierChange conflicting = null;
        List<String> conflicts = List.of();
        for (EarlierChange change : changes) {
            MergeResult moved =
                    transplant.onto(change.from(), change.to(), base, message(phase, change));
            if (moved.merged()) {
                return brought(change, moved.commit(), base);
            }
            if (conflicting == null) {
                conflicting = change;
                conflicts = moved.conflicts();
            }
        }
        if (conflicting == null) {
            return Optional.empty();
        }
        note.accept(
                conflicting.told()
                        + ", no longer fits; changed otherwise meanwhile: "
                        + String.join(", ", conflicts));
        if (phase.kind() != PhaseKind.ISSUES) {
            return Optional.empty();
        }
        String message = message(phase, conflicting);
        String start = transplant.untouched(conflicting.from(), conflicting.to(), base, message);
        return brought(conflicting, start, base);
    }

    private static String message(Phase phase, EarlierChange change) {
        return "Lockstep: " + phase.name() + ", with " + change.told();
    }

    private static Optional<Brought> brought(EarlierChange change, String start, String base) {
        return start.equals(base) ? Optional.empty() : Optional.of(new Brought(change, start));
    }
}
