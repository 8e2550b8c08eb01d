package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.Beginning;
import io.jenkins.plugins.lockstep.run.EventLog;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happens in a build's run, as its {@code events.jsonl}: what report and page are made of. */
public final class BuildStory implements AutoCloseable {
    private static final String AGAIN = "build the job again: what is sealed passes at once";
    private static final String GATE = "gate:";

    private final EventLog events;
    private final Beginning beginning;
    private final Set<Integer> begun = new HashSet<>();

    BuildStory(String run, Plan plan, Path file) throws IOException {
        events = new EventLog(run, file, List.of());
        beginning = new Beginning(run, plan);
    }

    void runStarted() {
        beginning.tell(events);
    }

    /** A step is about this milestone; told once. */
    public synchronized void milestone(int number, String base) {
        if (begun.add(number)) {
            beginning.tell(number, base, events);
        }
    }

    /** A job was sent to an agent. */
    public void started(AttemptSpec spec) {
        boolean gate = isGate(spec.phase());
        emit(
                spec,
                gate ? Event.Type.GATE_STARTED : Event.Type.ATTEMPT_STARTED,
                gate ? "joins " + joins(spec.phase()) : "attempt " + spec.attempt(),
                Map.of("base", spec.base()));
    }

    private static String joins(String gate) {
        return gate.substring(GATE.length()).replace("+", ", ");
    }

    /** Takes over what the agent says that happened. */
    void heard(AttemptSpec spec, Path evidence) throws IOException {
        new AgentEvents(spec).read(evidence, events::take);
    }

    void proven(AttemptSpec spec, Returned returned, Sealed sealed, Map<String, Long> sizes) {
        emit(
                spec,
                isGate(spec.phase()) ? Event.Type.GATE_ENDED : Event.Type.ATTEMPT_ENDED,
                isGate(spec.phase()) ? "proven together" : "proven",
                Map.of("state", "proven", "costUsd", returned.result().costUsd()));
        emit(spec, Event.Type.SEALED, "sealed " + sealed.seal(), data(sealed, sizes));
    }

    /** An attempt that was made ended without proof. */
    public void failed(AttemptSpec spec, List<Failure> failures, double costUsd) {
        String message = failures.isEmpty() ? "failed" : "failed: " + failures.get(0).message();
        emit(
                spec,
                isGate(spec.phase()) ? Event.Type.GATE_ENDED : Event.Type.ATTEMPT_ENDED,
                message,
                Map.of("state", "failed", "costUsd", costUsd, "failures", failures));
        failures.forEach(one -> givenUp(spec.milestone(), spec.phase(), spec.attempt(), one));
    }

    /**
     * A phase or gate is not proven, and why.
     *
     * @param attempt 0 if none was made
     */
    public void givenUp(int milestone, String node, int attempt, Failure failure) {
        events.at(milestone, node, attempt)
                .emit(
                        Event.Type.FAILED,
                        failure.session(),
                        failure.file(),
                        failure.message(),
                        Map.of("failure", failure, "retry", AGAIN));
    }

    /** A seal of an earlier build counts in this one. */
    void takenOver(Sealed sealed, String origin, Map<String, Long> sizes) {
        events.at(sealed.milestone(), sealed.node(), sealed.attempt())
                .emit(Event.Type.REUSED, "", "", "taken over from " + origin, data(sealed, sizes));
    }

    void milestoneEnded(int number, String state) {
        events.emit(number, "", 0, Event.Type.MILESTONE_ENDED, state, Map.of("state", state));
    }

    void runEnded(String state) {
        events.emit(0, "", 0, Event.Type.RUN_ENDED, state, Map.of("state", state));
    }

    private void emit(AttemptSpec spec, Event.Type type, String message, Map<String, Object> data) {
        events.at(spec.milestone(), spec.phase(), spec.attempt()).emit(type, "", "", message, data);
    }

    private static boolean isGate(String node) {
        return node.startsWith(GATE);
    }

    private static Map<String, Object> data(Sealed sealed, Map<String, Long> sizes) {
        List<Map<String, Object>> evidence = new ArrayList<>();
        for (Subject subject : sealed.subjects()) {
            if (subject.isFile()) {
                evidence.add(
                        Map.of(
                                "name",
                                subject.name(),
                                "digest",
                                "sha256:" + subject.digest().get(Subject.SHA256),
                                "size",
                                sizes.getOrDefault(subject.name(), -1L)));
            }
        }
        return Map.of(
                "seal", sealed.seal().toString(),
                "commit", sealed.commit(),
                "run", sealed.run(),
                "attempt", sealed.attempt(),
                "evidence", evidence);
    }

    /** Sizes of a seal's files, in a directory on this machine. */
    static Map<String, Long> sizes(List<Subject> subjects, Path directory) throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Subject subject : subjects) {
            if (subject.isFile()) {
                sizes.put(subject.name(), Files.size(directory.resolve(subject.name())));
            }
        }
        return sizes;
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
