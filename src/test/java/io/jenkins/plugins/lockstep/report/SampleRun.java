package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Event.Type;
import io.jenkins.plugins.lockstep.base.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Events of runs that look like real ones, with a clock of their own. */
public final class SampleRun {
    public static final List<String> PHASES =
            List.of(
                    "research",
                    "planning",
                    "implement",
                    "architecture",
                    "lint",
                    "typecheck",
                    "test",
                    "integration",
                    "e2e",
                    "validate",
                    "commit");
    private static final Map<String, List<String>> AFTER =
            Map.ofEntries(
                    Map.entry("planning", List.of("research")),
                    Map.entry("implement", List.of("planning")),
                    Map.entry("architecture", List.of("implement")),
                    Map.entry("lint", List.of("architecture")),
                    Map.entry("typecheck", List.of("architecture")),
                    Map.entry("test", List.of("lint", "typecheck")),
                    Map.entry("integration", List.of("lint", "typecheck")),
                    Map.entry("e2e", List.of("test", "integration")),
                    Map.entry("validate", List.of("e2e")),
                    Map.entry("commit", List.of("validate")));

    private final Consumer<Event> to;
    private final List<String> phases;
    private long now = Instant.parse("2026-03-01T09:00:00.000Z").toEpochMilli();

    public SampleRun(Consumer<Event> to, List<String> phases) {
        this.to = to;
        this.phases = phases;
    }

    public void begin(Map<Integer, String> milestones) {
        List<Object> named = new ArrayList<>();
        milestones.forEach((number, name) -> named.add(Map.of("number", number, "name", name)));
        List<Object> graph = new ArrayList<>();
        for (String phase : phases) {
            graph.add(Map.of("name", phase, "after", AFTER.getOrDefault(phase, List.of())));
        }
        event(
                0,
                "",
                0,
                Type.RUN_STARTED,
                "the run begins",
                Map.of(
                        "project",
                        "corner-shop",
                        "plan",
                        Digest.of("plan").toString(),
                        "milestones",
                        named,
                        "phases",
                        graph));
    }

    /** An attempt with one session and one tool, which is proven and sealed. */
    public void simple(int milestone, String phase, int attempt, long millis) {
        event(milestone, phase, attempt, Type.ATTEMPT_STARTED, "", Map.of());
        now += millis / 10;
        session(milestone, phase, attempt, "s" + milestone + phase, "", millis / 2);
        tool(milestone, phase, attempt, "tool", 0, 0, millis / 3);
        proven(milestone, phase, attempt, millis);
    }

    public void attemptFailed(int milestone, String phase, int attempt, long millis, Failure why) {
        event(milestone, phase, attempt, Type.ATTEMPT_STARTED, "", Map.of());
        now += millis;
        event(
                milestone,
                phase,
                attempt,
                Type.VALIDATOR_FAILED,
                why.validator() + " refused",
                Map.of("validator", why.validator(), "failure", why));
        event(
                milestone,
                phase,
                attempt,
                Type.ATTEMPT_ENDED,
                "failed",
                Map.of(
                        "state",
                        "failed",
                        "millis",
                        millis,
                        "costUsd",
                        0.011,
                        "failures",
                        List.of(why)));
    }

    void gate(int milestone, String name, List<String> members, long millis) {
        event(milestone, name, 0, Type.GATE_STARTED, "", Map.of("members", members));
        now += millis;
        event(
                milestone,
                name,
                0,
                Type.GATE_ENDED,
                "both proofs hold on the merged commit",
                Map.of("state", "proven", "commit", commit(name), "seal", seal(name)));
    }

    void session(int milestone, String phase, int attempt, String name, String file, long millis) {
        event(milestone, phase, attempt, name, file, Type.SESSION_STARTED, "starts", Map.of());
        now += millis;
        event(
                milestone,
                phase,
                attempt,
                name,
                file,
                Type.SESSION_ENDED,
                "ended",
                Map.of(
                        "costUsd",
                        0.0131,
                        "inputTokens",
                        4210,
                        "outputTokens",
                        512,
                        "millis",
                        millis));
    }

    void endSession(int milestone, String phase, String name, String file, long millis) {
        event(
                milestone,
                phase,
                1,
                name,
                file(file),
                Type.SESSION_ENDED,
                "ended",
                Map.of(
                        "costUsd",
                        0.0088,
                        "inputTokens",
                        2900,
                        "outputTokens",
                        230,
                        "millis",
                        millis));
    }

    void tool(
            int milestone,
            String phase,
            int attempt,
            String name,
            int exit,
            int issues,
            long millis) {
        event(milestone, phase, attempt, Type.TOOL_STARTED, name + " starts", Map.of());
        now += millis;
        event(
                milestone,
                phase,
                attempt,
                Type.TOOL_ENDED,
                name + " ended",
                Map.of("tool", name, "exitCode", exit, "issues", issues, "millis", millis));
    }

    void proven(int milestone, String phase, int attempt, long millis) {
        event(
                milestone,
                phase,
                attempt,
                Type.VALIDATOR_PASSED,
                "evidence is there",
                Map.of("validator", "evidence"));
        event(
                milestone,
                phase,
                attempt,
                Type.ATTEMPT_ENDED,
                "proven",
                Map.of("state", "proven", "millis", millis));
        event(
                milestone,
                phase,
                attempt,
                Type.SEALED,
                "sealed",
                Map.of(
                        "seal", seal(phase + milestone),
                        "commit", commit(phase + milestone),
                        "evidence",
                                List.of(
                                        Map.of(
                                                "name",
                                                phase + ".md",
                                                "digest",
                                                Digest.of(phase).toString(),
                                                "size",
                                                1812),
                                        Map.of(
                                                "name",
                                                "logs/tool.log",
                                                "digest",
                                                Digest.of("log").toString(),
                                                "size",
                                                48_211))));
        now += 60;
    }

    /** Lets time go by. */
    void pass(long millis) {
        now += millis;
    }

    public void end(int milestone, String state) {
        event(milestone, "", 0, Type.MILESTONE_ENDED, "", Map.of("state", state));
        event(0, "", 0, Type.RUN_ENDED, state, Map.of("state", state));
    }

    public void event(
            int milestone,
            String phase,
            int attempt,
            Type type,
            String message,
            Map<String, Object> data) {
        event(milestone, phase, attempt, "", "", type, message, data);
    }

    void event(
            int milestone,
            String phase,
            int attempt,
            String session,
            String file,
            Type type,
            String message,
            Map<String, Object> data) {
        now += 7;
        to.accept(
                new Event(
                        Instant.ofEpochMilli(now).toString(),
                        "20260301-090000-a1b2",
                        milestone,
                        phase,
                        attempt,
                        session,
                        file,
                        type,
                        message,
                        data));
    }

    static String file(String name) {
        return "src/main/java/shop/" + name + ".java";
    }

    static String seal(String of) {
        return Digest.of("seal" + of).toString();
    }

    private static String commit(String of) {
        return Digest.of(of).hex().substring(0, 40);
    }
}
