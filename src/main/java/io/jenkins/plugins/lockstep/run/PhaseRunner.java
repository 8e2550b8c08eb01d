package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.run.LedgerWork.Taken;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings one phase to its seal: takes the one that fits, or makes attempts until one is proven. */
final class PhaseRunner {
    private final MilestoneContext milestone;
    private final LedgerWork earlierWork;

    PhaseRunner(MilestoneContext milestone) {
        this.milestone = milestone;
        this.earlierWork = new LedgerWork(milestone);
    }

    /**
     * @param base the commit to start from
     * @param materials seals that the phase builds on directly
     * @param ancestors seals of all phases before it, by phase
     * @return the seal; nothing if the phase failed, with the failures recorded
     */
    Optional<Sealed> run(
            Phase phase,
            String base,
            List<Sealed> materials,
            Map<String, Sealed> ancestors,
            Deadline deadline)
            throws IOException, InterruptedException {
        RunContext run = milestone.run();
        Digest key = key(milestone, phase, base, materials);
        Optional<Sealed> fits = run.sealer().index().find(key);
        if (fits.isPresent()) {
            return milestone.reused(fits.get());
        }
        Optional<Taken> taken = earlierWork.find(phase, base, materials);
        return attempts(phase, key, base, materials, ancestors, taken, deadline);
    }

    static Digest key(
            MilestoneContext milestone, Phase phase, String base, List<Sealed> materials) {
        return ContentKey.of(
                milestone.run().plan(),
                phase,
                milestone.milestone(),
                materials.stream().map(Sealed::seal).toList(),
                base);
    }

    private Optional<Sealed> attempts(
            Phase phase,
            Digest key,
            String base,
            List<Sealed> materials,
            Map<String, Sealed> ancestors,
            Optional<Taken> taken,
            Deadline deadline)
            throws IOException, InterruptedException {
        // One that takes work over costs no agent, and so does not count.
        int most = mostAttempts(phase) + (taken.isPresent() ? 1 : 0);
        List<Failure> earlier = List.of();
        Taken over = taken.orElse(null);
        String start = over == null ? base : over.start();
        for (int tried = 1; tried <= most; tried++) {
            List<Sealed> used = over == null ? materials : over.with(materials);
            List<Failure> refused = milestone.run().gateCheck().check(used);
            if (!refused.isEmpty()) {
                milestone.fail(phase.name(), 0, refused);
                return Optional.empty();
            }
            int attempt = milestone.run().sealer().nextAttempt(number(), phase.name());
            // What is published comes from the branch, not from the commits on the way to the
            // proven tree.
            String from = phase.kind() == PhaseKind.COMMIT ? milestone.base() : base;
            AttemptSpec spec = spec(phase, attempt, from, ancestors, earlier, deadline);
            if (over != null) {
                spec = over.begun(spec, start);
            } else {
                spec = spec.startingFrom(start, spec.seals());
            }
            Attempted attempted = attempt(phase, spec, key, used, ancestors, over);
            if (attempted.sealed() != null) {
                return Optional.of(attempted.sealed());
            }
            earlier = attempted.result().failures();
            boolean took = over != null;
            start =
                    new NextStart(milestone.run().store())
                            .after(phase, spec, took, attempted.result());
            over = NextStart.mends(spec, took) && !start.equals(base) ? over : null;
            boolean last =
                    tried == most
                            || deadline.passed()
                            || earlier.stream().anyMatch(failure -> failure.cause().isFinal());
            if (last) {
                milestone.fail(phase.name(), attempt, earlier);
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private record Attempted(Sealed sealed, AttemptResult result) {}

    private Attempted attempt(
            Phase phase,
            AttemptSpec spec,
            Digest key,
            List<Sealed> materials,
            Map<String, Sealed> ancestors,
            Taken taken)
            throws IOException, InterruptedException {
        RunContext run = milestone.run();
        EventSink events = run.events().at(number(), phase.name(), spec.attempt());
        events.emit(
                Event.Type.ATTEMPT_STARTED,
                "",
                "",
                "attempt " + spec.attempt(),
                Map.of("base", spec.base()));
        long begun = System.nanoTime();
        AttemptDirectory directory =
                AttemptDirectory.create(run.home().work().resolve("attempts").resolve(spec.id()));
        AttemptResult result;
        Sealed sealed = null;
        try {
            run.sealer().inputs(directory.in(), ancestors);
            if (taken != null) {
                takeOver(taken, directory, events);
            }
            result = make(phase, spec, directory, events, materials);
            List<Failure> broken = run.gateCheck().check(materials);
            result = broken.isEmpty() ? result : failed(result, broken);
            if (result.proven()) {
                sealed = run.sealer().seal(spec, key, materials, result, directory);
            } else {
                run.sealer().keepFailed(spec, result, directory);
            }
        } finally {
            run.sealer().discard(directory);
        }
        long millis = (System.nanoTime() - begun) / 1_000_000;
        events.emit(
                Event.Type.ATTEMPT_ENDED,
                "",
                "",
                sealed == null ? "failed: " + result.failures().get(0).message() : "proven",
                Map.of(
                        "state",
                        sealed == null ? "failed" : "proven",
                        "millis",
                        millis,
                        "costUsd",
                        result.costUsd(),
                        "failures",
                        result.failures()));
        if (sealed != null) {
            events.emit(
                    Event.Type.SEALED,
                    "",
                    "",
                    "sealed " + sealed.seal(),
                    run.sealer().data(sealed));
        }
        return new Attempted(sealed, result);
    }

    private static void takeOver(Taken taken, AttemptDirectory directory, EventSink events)
            throws IOException {
        if (taken.text() != null) {
            Files.copy(
                    taken.text(), directory.out().resolve(taken.text().getFileName().toString()));
        }
        events.note(
                "takes over what attempt "
                        + taken.seal().attempt()
                        + " left, sealed in "
                        + taken.seal().run());
    }

    private AttemptResult make(
            Phase phase,
            AttemptSpec spec,
            AttemptDirectory directory,
            EventSink events,
            List<Sealed> materials)
            throws IOException, InterruptedException {
        if (phase.kind() == PhaseKind.COMMIT) {
            return new CommitPhase(milestone).make(spec, directory, materials, events);
        }
        AttemptResult result = milestone.run().attempts().run(spec, directory, events);
        return phase.kind() == PhaseKind.VALIDATE
                ? new ValidatePhase(milestone.run()).addSeals(result, directory)
                : result;
    }

    private AttemptSpec spec(
            Phase phase,
            int attempt,
            String base,
            Map<String, Sealed> ancestors,
            List<Failure> earlier,
            Deadline deadline) {
        return new AttemptSpec(
                milestone.run().id(),
                number(),
                phase.name(),
                attempt,
                milestone.run().plan().digest(),
                base,
                milestone.base(),
                ancestors.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, entry -> entry.getValue().seal())),
                milestone.run().graph().order().stream().filter(ancestors::containsKey).toList(),
                milestone.baselines(ancestors.values()),
                earlier,
                deadline.left().toMillis(),
                deadline.limit());
    }

    private int mostAttempts(Phase phase) {
        if (phase.kind() == PhaseKind.VALIDATE
                || phase.kind() == PhaseKind.COMMIT
                || milestone.run().plan().agent().command().isEmpty()) {
            return 1;
        }
        return phase.attempts() == null
                ? milestone.run().plan().limits().attempts()
                : phase.attempts();
    }

    private int number() {
        return milestone.milestone().number();
    }

    static AttemptResult failed(AttemptResult result, List<Failure> failures) {
        return new AttemptResult(
                result.commit(),
                result.changed(),
                result.validators(),
                java.util.stream.Stream.concat(result.failures().stream(), failures.stream())
                        .toList(),
                result.sessions(),
                result.refused(),
                result.issuesBefore(),
                result.issuesAfter(),
                result.sandbox(),
                result.started(),
                result.ended());
    }
}
