package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import io.jenkins.plugins.lockstep.run.EarlierChanges;
import io.jenkins.plugins.lockstep.run.NextStart;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How an attempt of a job begins: with what one before it left, if that can be taken over.
 *
 * @param spec of the attempt
 * @param taken the seal of what it takes over; null if it takes nothing over that was sealed
 */
record EarlierStart(AttemptSpec spec, Digest taken) {
    static EarlierStart of(
            JobDirectory directory,
            WorkerJob job,
            Phase phase,
            ObjectStore store,
            AttemptDirectory attempt,
            EventSink events)
            throws IOException, InterruptedException {
        AttemptSpec spec = job.spec();
        if (job.earlier().isEmpty()) {
            return new EarlierStart(spec, null);
        }
        if (!phase.kind().changesFiles()) {
            return text(directory, job, attempt, events);
        }
        List<EarlierChange> usable = new JobCommits(directory, job, store).usable();
        List<EarlierChange> lacking = new ArrayList<>(job.earlier());
        lacking.removeAll(usable);
        for (EarlierChange one : lacking) {
            events.note(
                    one.told()
                            + ", can't be taken over: this workspace lacks its commits (a shallow"
                            + " clone, or history that was rewritten)");
        }
        Optional<EarlierChanges.Brought> brought =
                new EarlierChanges(store, events::note).onto(phase, usable, spec.base());
        if (brought.isEmpty()) {
            return new EarlierStart(spec, null);
        }
        EarlierChange change = brought.get().change();
        events.note((change.seal() == null ? "carries on from " : "takes over ") + change.told());
        return new EarlierStart(
                spec.startingFrom(brought.get().start(), spec.seals()), change.seal());
    }

    /** Where the next attempt begins; null if this one is proven, or that is its base. */
    String next(Phase phase, ObjectStore store, AttemptResult result)
            throws IOException, InterruptedException {
        if (result.proven()) {
            return null;
        }
        String start = new NextStart(store).after(phase, spec, taken != null, result);
        return spec.base().equals(start) ? null : start;
    }

    /** Puts the text to where an agent would have left it. */
    private static EarlierStart text(
            JobDirectory directory, WorkerJob job, AttemptDirectory attempt, EventSink events)
            throws IOException {
        Files.delete(attempt.out());
        Trees.copy(directory.taken(), attempt.out());
        EarlierChange text = job.earlier().get(0);
        events.note("takes over " + text.told());
        return new EarlierStart(job.spec(), text.seal());
    }
}
