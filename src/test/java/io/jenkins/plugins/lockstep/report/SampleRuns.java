package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Event.Type;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whole runs, as events. */
public final class SampleRuns {
    private SampleRuns() {}

    /** A run of the default phases, to its end. */
    public static List<Event> proven() {
        List<Event> events = new ArrayList<>();
        SampleRun run = new SampleRun(events::add, SampleRun.PHASES);
        run.begin(Map.of(1, "Vouchers"));
        run.simple(1, "research", 1, 1400);
        run.simple(1, "planning", 1, 1200);
        run.simple(1, "implement", 1, 4200);
        run.simple(1, "architecture", 1, 6100);
        issuesGroup(run, 1, true);
        testGroup(run, 1);
        run.simple(1, "e2e", 1, 2200);
        run.simple(1, "validate", 1, 900);
        run.simple(1, "commit", 1, 200);
        run.end(1, "proven");
        return events;
    }

    /** A run that ends with typecheck failed, and its sibling's result kept. */
    public static List<Event> failed() {
        List<Event> events = new ArrayList<>();
        SampleRun run = new SampleRun(events::add, SampleRun.PHASES);
        run.begin(Map.of(1, "Vouchers"));
        run.event(
                1,
                "research",
                0,
                Type.REUSED,
                "sealed already",
                Map.of("seal", SampleRun.seal("research"), "run", "20260228-1", "attempt", 1));
        run.event(1, "planning", 0, Type.WAIVED, "", Map.of("reason", "planned by hand"));
        run.simple(1, "implement", 1, 4200);
        run.simple(1, "architecture", 1, 6100);
        issuesGroup(run, 1, false);
        run.end(1, "failed");
        return events;
    }

    /** Many milestones and phases. */
    public static List<Event> large(int milestones, int count) {
        List<Event> events = new ArrayList<>();
        List<String> phases = new ArrayList<>(SampleRun.PHASES);
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
                    run.attemptFailed(m, phase, 1, 700, noProgress("Order.java", 3));
                }
                run.simple(m, phase, again ? 2 : 1, 300 + 97L * (m + phase.length()));
            }
            run.event(m, "", 0, Type.MILESTONE_ENDED, "", Map.of("state", "proven"));
        }
        run.event(milestones, "research", 1, Type.ATTEMPT_STARTED, "", Map.of());
        return events;
    }

    private static void issuesGroup(SampleRun run, int milestone, boolean works) {
        run.event(milestone, "lint", 1, Type.ATTEMPT_STARTED, "", Map.of());
        run.event(milestone, "typecheck", 1, Type.ATTEMPT_STARTED, "", Map.of());
        run.tool(milestone, "lint", 1, "checkstyle", 6, 15, 800);
        run.tool(milestone, "typecheck", 1, "javac", 1, 19, 900);
        String[] files = {"Catalog", "CatalogReader", "OrderReader", "Receipt", "Tax", "Main"};
        for (String phase : List.of("lint", "typecheck")) {
            for (int i = 0; i < files.length; i++) {
                run.event(
                        milestone,
                        phase,
                        1,
                        phase + "-" + files[i],
                        SampleRun.file(files[i]),
                        Type.SESSION_STARTED,
                        "works on " + SampleRun.file(files[i]),
                        Map.of());
                run.pass(120);
                if (i >= 3) {
                    run.endSession(milestone, phase, phase + "-" + files[i - 3], files[i - 3], 700);
                }
            }
            for (int i = files.length - 3; i < files.length; i++) {
                run.pass(310);
                run.endSession(milestone, phase, phase + "-" + files[i], files[i], 900);
            }
        }
        run.tool(milestone, "lint", 1, "checkstyle", 0, 0, 700);
        run.proven(milestone, "lint", 1, 7100);
        run.tool(milestone, "typecheck", 1, "javac", works ? 0 : 1, works ? 0 : 3, 800);
        if (works) {
            run.proven(milestone, "typecheck", 1, 8000);
            run.gate(milestone, "gate:lint+typecheck", List.of("lint", "typecheck"), 2100);
        } else {
            Failure why = noProgress("src/main/java/shop/receipt/Receipt.java", 60);
            run.event(
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
            run.event(
                    milestone,
                    "typecheck",
                    1,
                    Type.FAILED,
                    "typecheck is given up",
                    Map.of("failure", why));
        }
    }

    private static void testGroup(SampleRun run, int milestone) {
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
        run.event(milestone, "integration", 1, Type.ATTEMPT_STARTED, "", Map.of());
        run.attemptFailed(milestone, "test", 1, 2600, why);
        run.tool(milestone, "integration", 1, "junit", 0, 0, 1900);
        run.proven(milestone, "integration", 1, 5200);
        run.simple(milestone, "test", 2, 4100);
        run.gate(milestone, "gate:test+integration", List.of("test", "integration"), 3300);
    }

    private static Failure noProgress(String file, int issues) {
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
}
