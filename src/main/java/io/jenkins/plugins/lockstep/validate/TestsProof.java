package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Phase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Proves that tests pass: every tool exits 0, at least one test ran, none failed, and no fewer ran
 * and no more were skipped than in the sealed state before. Tools that don't write JUnit XML must
 * report nothing, as in {@link ToolsProof}.
 */
final class TestsProof implements Proof {
    private static final String TOTAL = "test-counts";

    private final ToolsProof tools;

    TestsProof(ToolsProof tools) {
        this.tools = tools;
    }

    @Override
    public List<ValidatorResult> prove(ProofRequest request)
            throws IOException, InterruptedException {
        List<ValidatorResult> results = new ArrayList<>();
        long start = System.nanoTime();
        TestCounts counts = TestCounts.NONE;
        boolean readable = true;
        for (ToolRun run : tools.runAll(request)) {
            results.add(run.tests() == null ? tools.judge(run, request) : judge(run, request));
            counts = run.tests() == null ? counts : counts.plus(run.tests());
            readable &= run.failure() == null;
        }
        if (results.isEmpty()) {
            return List.of(ToolsProof.noTool(request.phase()));
        }
        if (readable) {
            results.add(total(counts, request, start));
        }
        return results;
    }

    private static ValidatorResult judge(ToolRun run, ProofRequest request) {
        List<Failure> failures = new ArrayList<>();
        TestCounts tests = run.tests();
        if (tests.failed() > 0) {
            String message =
                    "%s: %d of %s failed"
                            .formatted(
                                    run.tool().name(),
                                    tests.failed(),
                                    Verdicts.plural(tests.ran(), "test"));
            failures.add(Verdicts.failure(run, request, Cause.TESTS_FAILED, message));
        } else if (tests.ran() == 0) {
            String message =
                    "%s exited %d, and no test ran"
                            .formatted(run.tool().name(), run.ended().exitCode());
            failures.add(Verdicts.failure(run, request, Cause.NO_TESTS, message));
        } else if (!run.ended().succeeded()) {
            String message =
                    "%s exited %d although its report shows no failed test"
                            .formatted(run.tool().name(), run.ended().exitCode());
            failures.add(Verdicts.failure(run, request, Cause.TOOL_FAILED, message));
        }
        return Verdicts.result(run, failures);
    }

    private static ValidatorResult total(TestCounts counts, ProofRequest request, long start) {
        Phase phase = request.phase();
        TestCounts before = request.baseline();
        List<Failure> failures = new ArrayList<>();
        if (counts.ran() == 0) {
            failures.add(Failure.of(TOTAL, Cause.NO_TESTS, "no test ran in phase " + phase.name()));
        }
        if (before != null && counts.ran() < before.ran()) {
            failures.add(
                    Failure.of(
                            TOTAL,
                            Cause.FEWER_TESTS,
                            "%d tests ran, but %d in the sealed state before: tests were removed"
                                    .formatted(counts.ran(), before.ran())));
        }
        if (before != null && counts.skipped() > before.skipped()) {
            failures.add(
                    Failure.of(
                            TOTAL,
                            Cause.MORE_SKIPPED,
                            "%d tests were skipped, but %d in the sealed state before"
                                    .formatted(counts.skipped(), before.skipped())));
        }
        Map<String, Long> figures =
                Map.of(
                        "tests", counts.tests(),
                        "failed", counts.failed(),
                        "skipped", counts.skipped());
        return Verdicts.check(TOTAL, figures, failures, start);
    }
}
