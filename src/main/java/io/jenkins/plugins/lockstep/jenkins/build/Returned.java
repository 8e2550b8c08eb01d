package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.MergeOutcome;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import io.jenkins.plugins.lockstep.run.NextStart;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import io.jenkins.plugins.lockstep.worker.WorkerOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * What an agent returned, after the checks that the controller can make.
 *
 * @param bundle of the commit, in the staging directory; null if the commit is the milestone's base
 * @param together of a merge that failed, with the bundle of its commit; else null
 * @param taken the seal of what the attempt took over, which it was offered; null if it took
 *     nothing over
 * @param next what the next attempt begins with, to mend that or to carry on; null if it is proven,
 *     or all is to be made again
 */
public record Returned(
        AttemptResult result,
        String tree,
        Path bundle,
        MergeOutcome.Together together,
        Digest taken,
        EarlierChange next) {
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final long MAX_OUTCOME = 32L << 20;

    /**
     * Reads {@code outcome.json} and {@code commit.bundle} from a staging directory.
     *
     * @throws IOException if they don't fit each other or the job
     */
    public static Returned read(Path staging, WorkerJob job) throws IOException {
        Path file = staging.resolve("outcome.json");
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_OUTCOME) {
            throw new IOException("the worker left no outcome; its log above tells more");
        }
        WorkerOutcome outcome = Json.readBounded(Files.readAllBytes(file), WorkerOutcome.class);
        AttemptResult result = outcome.result();
        if (result == null) {
            throw new IOException("the worker's outcome is not whole");
        }
        Digest taken = taken(outcome, job);
        if (!result.proven()) {
            MergeOutcome.Together together = together(outcome, job);
            boolean moved = together != null && together.branches() > 0;
            Path bundle = moved ? bundle(staging, outcome, together.commit(), job) : null;
            EarlierChange next = next(outcome, job);
            return new Returned(result, "", bundle, together, taken, next);
        }
        object(result.commit(), "commit");
        object(outcome.tree(), "tree");
        for (ValidatorResult validator : result.validators()) {
            if (!validator.passed()) {
                throw new IOException(
                        "the worker says proven, but " + validator.name() + " failed");
            }
        }
        return new Returned(
                result,
                outcome.tree(),
                bundle(staging, outcome, result.commit(), job),
                null,
                taken,
                null);
    }

    private static Digest taken(WorkerOutcome outcome, WorkerJob job) throws IOException {
        Digest taken = outcome.taken();
        if (taken != null && job.earlier().stream().noneMatch(one -> taken.equals(one.seal()))) {
            throw new IOException("the agent takes over what it was not given");
        }
        return taken;
    }

    /** It goes on from where the agent says, but with nothing else than it was given. */
    private static EarlierChange next(WorkerOutcome outcome, WorkerJob job) throws IOException {
        String commit = outcome.next();
        if (commit == null) {
            return null;
        }
        object(commit, "where the next attempt begins");
        AttemptSpec spec = job.spec();
        if (!NextStart.mends(spec, outcome.taken() != null)) {
            return new EarlierChange(null, spec.base(), commit, spec.attempt(), spec.run());
        }
        EarlierChange given =
                job.earlier().stream()
                        .filter(one -> outcome.taken().equals(one.seal()))
                        .findFirst()
                        .orElseThrow();
        return new EarlierChange(given.seal(), spec.base(), commit, given.attempt(), given.run());
    }

    private static Path bundle(Path staging, WorkerOutcome outcome, String commit, WorkerJob job)
            throws IOException {
        Path bundle = staging.resolve("commit.bundle");
        boolean moved = !commit.equals(job.spec().milestoneBase());
        if (moved != outcome.bundled() || moved != Files.isRegularFile(bundle)) {
            throw new IOException("commit and bundle from the agent don't fit each other");
        }
        if (moved) {
            Bundles.check(bundle, commit);
        }
        return moved ? bundle : null;
    }

    /** What a failed merge says to hold, which must be less than it was given. */
    private static MergeOutcome.Together together(WorkerOutcome outcome, WorkerJob job)
            throws IOException {
        MergeOutcome.Together together = outcome.together();
        if (together == null || job.merge() == null) {
            return null;
        }
        object(together.commit(), "what holds together");
        boolean none = together.branches() == 0;
        if (together.branches() < 0
                || together.branches() >= job.merge().branches().size()
                || none && !together.commit().equals(job.spec().base())) {
            throw new IOException("the agent names branches that it was not given");
        }
        return together;
    }

    /** Keeps the commit with the build, where the next agent gets it from. */
    public void keep(BuildFiles files) throws IOException {
        if (bundle != null) {
            String commit = together == null ? result.commit() : together.commit();
            Bundles.keep(bundle, commit, files);
        }
    }

    private static void object(String text, String what) throws IOException {
        if (text == null || !OBJECT.matcher(text).matches()) {
            throw new IOException("what the agent names as " + what + " is no git object");
        }
    }

    /** Between start and end, as the worker says. */
    long millis() {
        try {
            return Duration.between(Instant.parse(result.started()), Instant.parse(result.ended()))
                    .toMillis();
        } catch (DateTimeParseException e) {
            return 0;
        }
    }
}
