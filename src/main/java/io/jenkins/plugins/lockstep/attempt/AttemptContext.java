package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.agent.SessionResult;
import io.jenkins.plugins.lockstep.agent.SessionSpec;
import io.jenkins.plugins.lockstep.attempt.AttemptResult.SessionRecord;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.Checkout;
import io.jenkins.plugins.lockstep.git.Use;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Sandbox;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One attempt in the making: what it was given and what its parts share. */
record AttemptContext(
        Workshop shop,
        AttemptSpec spec,
        AttemptDirectory directory,
        Phase phase,
        Milestone milestone,
        Deadline deadline,
        EventSink events,
        Prover prover) {

    /** How one agent's session ended, and what it had in its hands. */
    record Session(SessionRecord record, Failure failure) {}

    Checkout lease(Use use, String commit) throws IOException, InterruptedException {
        return shop.checkouts().lease(use, commit);
    }

    List<ValidatorResult> measure(String commit, String label)
            throws IOException, InterruptedException {
        return prover.measure(phase, commit, label);
    }

    String message() {
        return "Lockstep: "
                + phase.name()
                + " of milestone "
                + milestone.number()
                + ", attempt "
                + spec.attempt();
    }

    /** Runs one session in a checkout. It is over, with all its processes, when this returns. */
    Session session(String name, String file, Checkout checkout, Path out, String prompt)
            throws IOException, InterruptedException {
        Path own = Files.createDirectory(directory.sessions().resolve(name));
        Path in = Files.createDirectory(own.resolve("in"));
        copyInputs(in);
        Map<String, String> environment = new HashMap<>(checkout.environment());
        environment.put("LOCKSTEP_RUN", spec.run());
        environment.put("LOCKSTEP_MILESTONE", Integer.toString(milestone.number()));
        environment.put("LOCKSTEP_ATTEMPT", Integer.toString(spec.attempt()));
        Sandbox sandbox = shop.confines().session(List.of(checkout.path(), out), List.of(own));
        SessionSpec session =
                new SessionSpec(
                        name,
                        phase.name(),
                        file,
                        prompt,
                        checkout.path(),
                        in,
                        out,
                        directory.logs().resolve(name + ".log"),
                        environment,
                        sandbox);
        SessionResult result =
                shop.agents()
                        .run(
                                session,
                                deadline.within(shop.plan().limits().session(), "session"),
                                events);
        SessionRecord record =
                new SessionRecord(
                        name,
                        result.agentSession(),
                        file,
                        shop.plan().agent().modelFor(phase.name()),
                        result.costUsd(),
                        result.inputTokens(),
                        result.outputTokens(),
                        result.ended() == null ? 0 : result.ended().time().toMillis(),
                        result.ended() != null && result.ended().sandboxed(),
                        result.claim());
        Failure failure = result.failure();
        return new Session(record, failure == null ? null : failure.withSession(name, file));
    }

    /** What was planted in the checkout's git directory, as failures of that session. */
    List<Failure> tampering(Checkout checkout, String session, String file)
            throws IOException, InterruptedException {
        List<Failure> failures = new ArrayList<>();
        for (String finding : checkout.tampering()) {
            failures.add(Failure.of("agent", Cause.TAMPERING, finding).withSession(session, file));
        }
        return failures;
    }

    void refuse(List<String> refused, String session, String file, String text) {
        refused.add(text);
        events.emit(Event.Type.NOTE, session, file, text, Map.of());
    }

    private void copyInputs(Path in) throws IOException {
        try (var files = Files.walk(directory.in())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = in.resolve(directory.in().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }
}
