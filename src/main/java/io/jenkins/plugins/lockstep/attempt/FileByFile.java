package io.jenkins.plugins.lockstep.attempt;

import static java.util.stream.Collectors.groupingBy;

import io.jenkins.plugins.lockstep.attempt.AttemptContext.Session;
import io.jenkins.plugins.lockstep.attempt.AttemptResult.SessionRecord;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.git.Change;
import io.jenkins.plugins.lockstep.git.Changes;
import io.jenkins.plugins.lockstep.git.Checkout;
import io.jenkins.plugins.lockstep.git.Picked;
import io.jenkins.plugins.lockstep.git.Use;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Mends what tools report file by file: one session for each file, a few at once, each in a
 * checkout of its own, and only its file's change is taken. Again until nothing is left, or an
 * iteration lessens nothing.
 */
final class FileByFile {
    private final AttemptContext attempt;
    private final List<SessionRecord> sessions = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    /**
     * What one file's session left.
     *
     * @param taken the change that counts; null if there is none
     */
    private record Mended(
            String file,
            Picked taken,
            Session session,
            List<String> refused,
            List<Failure> failures) {}

    FileByFile(AttemptContext attempt) {
        this.attempt = attempt;
    }

    Work work() throws IOException, InterruptedException {
        String commit = attempt.spec().start();
        List<ValidatorResult> findings = attempt.measure(commit, "before");
        long before = count(findings);
        long left = before;
        List<Failure> failures = new ArrayList<>();
        int iterations = attempt.shop().plan().limits().iterations();
        for (int iteration = 1; left > 0 && iteration <= iterations; iteration++) {
            List<Failure> beyond = Mendable.not(attempt.phase().kind(), findings);
            if (!beyond.isEmpty()) {
                failures.addAll(beyond);
                break;
            }
            failures.removeIf(failure -> failure.cause() != Cause.TAMPERING);
            attempt.events()
                    .note(
                            (left == 1 ? "1 finding" : left + " findings")
                                    + ", iteration "
                                    + iteration
                                    + " of at most "
                                    + iterations);
            String mended = iterate(iteration, commit, byFile(findings), failures);
            if (attempt.deadline().passed()) {
                break;
            }
            if (mended.equals(commit)) {
                failures.addAll(noProgress(left, iteration, findings));
                break;
            }
            findings = attempt.measure(mended, "iteration-" + iteration);
            commit = mended;
            long now = count(findings);
            if (now >= left) {
                failures.addAll(noProgress(now, iteration, findings));
                break;
            }
            left = now;
        }
        // Where all is clean in the end, a session that failed on the way is no failure of the
        // attempt.
        boolean clean = findings.stream().allMatch(ValidatorResult::passed);
        List<Failure> kept =
                clean
                        ? failures.stream().filter(f -> f.cause() == Cause.TAMPERING).toList()
                        : failures;
        return new Work(squash(commit), kept, sessions, refused, before);
    }

    private String iterate(
            int iteration, String base, Map<String, List<Issue>> files, List<Failure> failures)
            throws IOException, InterruptedException {
        List<Callable<Mended>> tasks = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, List<Issue>> entry : files.entrySet()) {
            String name = "i" + iteration + "-" + (++number);
            tasks.add(() -> mend(name, base, entry.getKey(), entry.getValue()));
        }
        List<Picked> picked = new ArrayList<>();
        int workers = attempt.shop().plan().limits().workers();
        try (Workers<Mended> pool =
                new Workers<>("lockstep-" + attempt.spec().id(), workers, tasks)) {
            for (int taken = 0; taken < tasks.size(); taken++) {
                Mended mended = pool.take();
                sessions.add(mended.session().record());
                mended.refused()
                        .forEach(
                                text ->
                                        attempt.refuse(
                                                refused,
                                                mended.session().record().session(),
                                                mended.file(),
                                                text));
                failures.addAll(mended.failures());
                if (mended.taken() != null) {
                    picked.add(mended.taken());
                }
            }
        }
        return attempt.shop().store().take(base, picked, attempt.message());
    }

    private Mended mend(String name, String base, String file, List<Issue> issues)
            throws IOException, InterruptedException {
        Path out = Files.createDirectory(attempt.directory().sessions().resolve(name + ".out"));
        try (Checkout checkout = attempt.lease(Use.AGENT, base)) {
            String prompt =
                    Prompts.ofFile(
                            attempt.shop().plan(),
                            attempt.milestone(),
                            attempt.phase(),
                            file,
                            issues);
            Session session = attempt.session(name, file, checkout, out, prompt);
            List<Failure> failures = new ArrayList<>(attempt.tampering(checkout, name, file));
            boolean usable = failures.isEmpty();
            if (session.failure() != null) {
                failures.add(session.failure());
            }
            List<String> foreign = new ArrayList<>();
            Picked taken = null;
            if (usable) {
                Changes changes = checkout.changes();
                Set<String> own = new HashSet<>();
                for (Change change : changes.list()) {
                    if (file.isEmpty() || change.path().equals(file)) {
                        own.add(change.path());
                    } else {
                        foreign.add(
                                name
                                        + " was for "
                                        + file
                                        + " and changed "
                                        + change.path()
                                        + ": not taken");
                    }
                }
                taken = own.isEmpty() ? null : changes.pick(own);
            }
            if (taken == null && !foreign.isEmpty()) {
                failures.add(onlyForeign(name, file, foreign.size()));
            }
            return new Mended(file, taken, session, foreign, failures);
        } finally {
            AtomicFiles.deleteTree(out);
        }
    }

    /** One commit on the base, whatever the iterations were. */
    private String squash(String commit) throws IOException, InterruptedException {
        String base = attempt.spec().base();
        if (commit.equals(base)) {
            return base;
        }
        String tree = attempt.shop().store().tree(commit);
        return tree.equals(attempt.shop().store().tree(base))
                ? base
                : attempt.shop().store().commit(tree, List.of(base), attempt.message());
    }

    /** Tells what is left as the tools told it, so that file, line and log are named. */
    private List<Failure> noProgress(long left, int iteration, List<ValidatorResult> findings) {
        String message =
                (left == 1 ? "1 finding is" : left + " findings are")
                        + " left, and iteration "
                        + iteration
                        + " did not lessen them";
        List<Failure> failures = new ArrayList<>();
        for (ValidatorResult result : findings) {
            for (Failure failure : result.failures()) {
                failures.add(failure.toldAs(Cause.NO_PROGRESS, message + "; " + failure.message()));
            }
        }
        return failures;
    }

    private static Failure onlyForeign(String session, String file, int count) {
        String message =
                "the session for %s left it as it was and changed %d other files, of which none was taken"
                        .formatted(file, count);
        return Failure.of("agent", Cause.FOREIGN_CHANGE, message).withSession(session, file);
    }

    private static long count(List<ValidatorResult> results) {
        return results.stream()
                .mapToLong(result -> result.passed() ? 0 : Math.max(1, result.issues().size()))
                .sum();
    }

    private static Map<String, List<Issue>> byFile(List<ValidatorResult> results) {
        Map<String, List<Issue>> files =
                results.stream()
                        .flatMap(result -> result.issues().stream())
                        .collect(
                                groupingBy(
                                        Issue::file,
                                        TreeMap::new,
                                        java.util.stream.Collectors.toList()));
        if (files.isEmpty()) {
            files.put("", List.of());
        }
        return files;
    }
}
