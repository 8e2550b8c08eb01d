package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Event.Type;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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

    /** A run of the default phases, to its end. */
    public static List<Event> proven() {
        List<Event> events = new ArrayList<>();
        SampleRun run = new SampleRun(events::add, PHASES);
        run.begin(Map.of(1, "Vouchers"));
        run.simple(1, "research", 1, 1400);
        run.simple(1, "planning", 1, 1200);
        run.simple(1, "implement", 1, 4200);
        run.simple(1, "architecture", 1, 6100);
        run.issuesGroup(1, true);
        run.testGroup(1, true);
        run.simple(1, "e2e", 1, 2200);
        run.simple(1, "validate", 1, 900);
        run.simple(1, "commit", 1, 200);
        run.end(1, "proven");
        return events;
    }

    /** A run that ends with typecheck failed, and its sibling's result kept. */
    public static List<Event> failed() {
        List<Event> events = new ArrayList<>();
        SampleRun run = new SampleRun(events::add, PHASES);
        run.begin(Map.of(1, "Vouchers"));
        run.event(
                1,
                "research",
                0,
                Type.REUSED,
                "sealed already",
                Map.of("seal", seal("research"), "run", "20260228-1", "attempt", 1));
        run.event(1, "planning", 0, Type.WAIVED, "", Map.of("reason", "planned by hand"));
        run.simple(1, "implement", 1, 4200);
        run.simple(1, "architecture", 1, 6100);
        run.issuesGroup(1, false);
        run.end(1, "failed");
        return events;
    }

    /** Many milestones and phases. */
    public static List<Event> large(int milestones, int count) {
        List<Event> events = new ArrayList<>();
        List<String> phases = new ArrayList<>(PHASES);
        for (int i = phases.size(); i < count; i++) {
            phases.add(phases.size() - 2, "security-" + i);
        }
        SampleRun run = new SampleRun(events::add, phases);
        Map<Integer, String> names = new HashMap<>();
        for (int m = 1; m <= milestones; m++) {
            names.put(m, "The milestone that brings part " + m);
        }
        run.begin(names);
        for (int m = 1; m < milestones; m++) {
            for (String phase : phases) {
                boolean again = (m + phase.length()) % 9 == 0;
                if (again) {
                    run.attemptFailed(m, phase, 1, 700, run.noProgress("Order.java", 3));
                }
                run.simple(m, phase, again ? 2 : 1, 300 + 97L * (m + phase.length()));
            }
            run.event(m, "", 0, Type.MILESTONE_ENDED, "", Map.of("state", "proven"));
        }
        run.event(milestones, "research", 1, Type.ATTEMPT_STARTED, "", Map.of());
        return events;
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

    private void issuesGroup(int milestone, boolean works) {
        event(milestone, "lint", 1, Type.ATTEMPT_STARTED, "", Map.of());
        event(milestone, "typecheck", 1, Type.ATTEMPT_STARTED, "", Map.of());
        tool(milestone, "lint", 1, "checkstyle", 6, 15, 800);
        tool(milestone, "typecheck", 1, "javac", 1, 19, 900);
        String[] files = {"Catalog", "CatalogReader", "OrderReader", "Receipt", "Tax", "Main"};
        for (String phase : List.of("lint", "typecheck")) {
            for (int i = 0; i < files.length; i++) {
                event(
                        milestone,
                        phase,
                        1,
                        phase + "-" + files[i],
                        file(files[i]),
                        Type.SESSION_STARTED,
                        "works on " + file(files[i]),
                        Map.of());
                now += 120;
                if (i >= 3) {
                    endSession(milestone, phase, phase + "-" + files[i - 3], files[i - 3], 700);
                }
            }
            for (int i = files.length - 3; i < files.length; i++) {
                now += 310;
                endSession(milestone, phase, phase + "-" + files[i], files[i], 900);
            }
        }
        tool(milestone, "lint", 1, "checkstyle", 0, 0, 700);
        proven(milestone, "lint", 1, 7100);
        tool(milestone, "typecheck", 1, "javac", works ? 0 : 1, works ? 0 : 3, 800);
        if (works) {
            proven(milestone, "typecheck", 1, 8000);
            gate(milestone, "gate:lint+typecheck", List.of("lint", "typecheck"), 2100);
        } else {
            Failure why = noProgress("src/main/java/shop/receipt/Receipt.java", 60);
            event(
                    milestone,
                    "typecheck",
                    1,
                    Type.ATTEMPT_ENDED,
                    "failed",
                    Map.of(
                            "state",
                            "failed",
                            "millis",
                            8000,
                            "costUsd",
                            0.08,
                            "failures",
                            List.of(why)));
            event(
                    milestone,
                    "typecheck",
                    1,
                    Type.FAILED,
                    "typecheck is given up",
                    Map.of("failure", why));
        }
    }

    private void testGroup(int milestone, boolean works) {
        Failure why =
                new Failure(
                        "junit",
                        Cause.TESTS_FAILED,
                        "1 of 13 tests failed",
                        "",
                        "",
                        0,
                        List.of("sh", "-c", "javac … && java … ConsoleLauncher execute"),
                        1,
                        List.of(
                                new Issue(
                                        "junit",
                                        "src/test/java/shop/BulkDiscountTest.java",
                                        19,
                                        0,
                                        "error",
                                        "tenPiecesAreCheaper",
                                        "expected: <5.00> but was: <0.00>")),
                        "logs/junit.log",
                        List.of("[ 12 tests successful ]", "[ 1 tests failed ]"));
        event(milestone, "integration", 1, Type.ATTEMPT_STARTED, "", Map.of());
        attemptFailed(milestone, "test", 1, 2600, why);
        tool(milestone, "integration", 1, "junit", 0, 0, 1900);
        proven(milestone, "integration", 1, 5200);
        simple(milestone, "test", 2, 4100);
        gate(milestone, "gate:test+integration", List.of("test", "integration"), 3300);
    }

    private void gate(int milestone, String name, List<String> members, long millis) {
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

    private void session(
            int milestone, String phase, int attempt, String name, String file, long millis) {
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

    private void endSession(int milestone, String phase, String name, String file, long millis) {
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

    private void tool(
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

    private void proven(int milestone, String phase, int attempt, long millis) {
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

    private Failure noProgress(String file, int issues) {
        List<Issue> found = new ArrayList<>();
        for (int i = 0; i < issues; i++) {
            found.add(
                    new Issue(
                            "javac",
                            file,
                            16 + i,
                            9,
                            "error",
                            "unchecked",
                            "unchecked call to add(E) as a member of the raw type List"));
        }
        return new Failure(
                "javac",
                Cause.NO_PROGRESS,
                issues + " issues remain and the last iteration did not lessen them",
                "typecheck-Receipt",
                file,
                16,
                List.of("sh", "-c", "javac -Xlint:all -Werror -d target/typecheck $(find src)"),
                1,
                found,
                "logs/javac.log",
                List.of(
                        file + ":16: warning: [rawtypes] found raw type: List",
                        "error: warnings found and -Werror specified",
                        "1 error"));
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

    private void event(
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

    private static String file(String name) {
        return "src/main/java/shop/" + name + ".java";
    }

    private static String seal(String of) {
        return Digest.of("seal" + of).toString();
    }

    private static String commit(String of) {
        return Digest.of(of).hex().substring(0, 40);
    }
}
