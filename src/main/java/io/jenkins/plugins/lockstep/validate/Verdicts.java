package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.process.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes validators' results. */
final class Verdicts {
    private Verdicts() {}

    /** Of a check of our own, for which nothing ran. */
    static ValidatorResult check(
            String name, Map<String, Long> counts, List<Failure> failures, long startedNanos) {
        long millis = (System.nanoTime() - startedNanos) / 1_000_000;
        return new ValidatorResult(
                name, List.of(), null, null, counts, List.of(), failures, millis);
    }

    /** Of a tool, which passes if it ran, could be read, exited 0 and reported nothing. */
    static ValidatorResult strict(ToolRun run, ProofRequest request, Cause found) {
        List<Failure> failures = new ArrayList<>();
        if (run.failure() != null) {
            failures.add(run.failure());
        } else if (run.reported() > 0) {
            failures.add(failure(run, request, found, summary(run)));
        } else if (!run.ended().succeeded()) {
            String message = "%s exited %d".formatted(run.tool().name(), run.ended().exitCode());
            failures.add(failure(run, request, Cause.TOOL_FAILED, message));
        }
        return result(run, failures);
    }

    static ValidatorResult result(ToolRun run, List<Failure> failures) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("issues", run.reported());
        if (run.tests() != null) {
            counts.put("tests", run.tests().tests());
            counts.put("failed", run.tests().failed());
            counts.put("skipped", run.tests().skipped());
        }
        Ended ended = run.ended();
        return new ValidatorResult(
                run.tool().name(),
                run.command(),
                ended.how() == Ended.How.EXITED ? ended.exitCode() : null,
                ended.logDigest(),
                counts,
                run.issues(),
                failures,
                ended.time().toMillis());
    }

    /** A failure that a tool's run shows, with its issues and its log's last lines. */
    static Failure failure(ToolRun run, ProofRequest request, Cause cause, String message) {
        return ToolFailures.make(
                run.tool(),
                cause,
                message,
                run.command(),
                run.ended(),
                ToolLog.in(request.logs(), run.tool()).relative(),
                run.issues());
    }

    private static String summary(ToolRun run) {
        long files = run.issues().stream().map(Issue::file).distinct().count();
        return "%s found %s in %s%s"
                .formatted(
                        run.tool().name(),
                        plural(run.reported(), "issue"),
                        plural(files, "file"),
                        run.ended().succeeded() ? ", although it exited 0" : "");
    }

    /** {@code 1 test}, {@code 2 tests}. */
    static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
