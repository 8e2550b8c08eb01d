package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Globs;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.git.AddedLine;
import io.jenkins.plugins.lockstep.plan.Phase.PlaceholderPattern;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.process.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds stubs, mocks in production code, skipped tests and placeholders among the lines that a
 * milestone added. A line that costs more to match than any honest one is a finding too.
 */
final class Placeholders implements Proof {
    static final String NAME = "placeholders";
    private static final int MAX_LINE = 10_000;
    private static final int SHOWN = 160;

    /**
     * What was found.
     *
     * @param unusable patterns that are no regular expressions, each as a sentence
     */
    record Found(List<Issue> issues, long reported, List<String> unusable) {
        /** The same with more issues. */
        Found and(List<Issue> more) {
            List<Issue> all = new ArrayList<>(issues);
            more.stream().limit(Math.max(0, IssueCollector.KEPT - all.size())).forEach(all::add);
            all.sort(IssueCollector.ORDER);
            return new Found(all, reported + more.size(), unusable);
        }
    }

    /**
     * Looks through added lines.
     *
     * @param addedLines by path
     * @throws StepBudget.Exceeded when the time is up or this thread is interrupted
     */
    static Found scan(
            List<PlaceholderPattern> patterns,
            Plan.Project project,
            Map<String, List<AddedLine>> addedLines,
            Deadline deadline) {
        List<Issue> issues = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        long reported = 0;
        StepBudget budget = new StepBudget(deadline);
        for (PlaceholderPattern pattern : patterns) {
            SafePattern regex;
            try {
                regex = SafePattern.compile(pattern.pattern(), 0);
            } catch (Unreadable e) {
                unusable.add(pattern.name() + ": " + e.getMessage());
                continue;
            }
            Predicate<String> files = files(pattern, project);
            for (Map.Entry<String, List<AddedLine>> file : new TreeMap<>(addedLines).entrySet()) {
                if (!files.test(file.getKey())) {
                    continue;
                }
                for (AddedLine line : file.getValue()) {
                    budget.checkTime();
                    String message = look(pattern, regex, line, budget);
                    if (message == null) {
                        continue;
                    }
                    reported++;
                    if (issues.size() < IssueCollector.KEPT) {
                        issues.add(issue(file.getKey(), line, pattern, message));
                    }
                }
            }
        }
        return new Found(issues.stream().sorted(IssueCollector.ORDER).toList(), reported, unusable);
    }

    private static Predicate<String> files(PlaceholderPattern pattern, Plan.Project project) {
        Predicate<String> named = Globs.matcher(pattern.files());
        Predicate<String> tests = Globs.matcher(project.tests());
        return switch (pattern.where()) {
            case "tests" -> named.and(tests);
            case "sources" -> named.and(Globs.matcher(project.sources())).and(tests.negate());
            default -> named;
        };
    }

    private static String look(
            PlaceholderPattern pattern, SafePattern regex, AddedLine line, StepBudget budget) {
        String text = line.text();
        try {
            boolean found =
                    regex.find(
                                    text.length() > MAX_LINE ? text.substring(0, MAX_LINE) : text,
                                    budget)
                            != null;
            return found ? pattern.name() + ": " + Texts.oneLine(text, SHOWN) : null;
        } catch (StepBudget.Exceeded e) {
            return "%s: can't be told, because matching the line %s"
                    .formatted(pattern.name(), e.getMessage());
        }
    }

    private static Issue issue(
            String file, AddedLine line, PlaceholderPattern pattern, String message) {
        return new Issue(NAME, file, line.line(), 0, "error", pattern.name(), message);
    }

    @Override
    public List<ValidatorResult> prove(ProofRequest request)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        Found found;
        try {
            found =
                    scan(
                            request.phase().placeholders(),
                            request.plan().project(),
                            request.addedLines(),
                            request.deadline());
        } catch (StepBudget.Exceeded e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while looking for placeholders");
            }
            String message = "looking for placeholders " + e.getMessage();
            List<Failure> late = List.of(Failure.of(NAME, Cause.TIME_LIMIT, message));
            return List.of(Verdicts.check(NAME, Map.of(), late, start));
        }
        found =
                found.and(
                        request.phase().placeholders().isEmpty() ? List.of() : Opaque.of(request));
        Files.createDirectories(request.proof());
        Sarif.write(request.proof().resolve(NAME + ".sarif"), found.issues(), NAME);
        List<Failure> failures = new ArrayList<>();
        for (String sentence : found.unusable()) {
            failures.add(Failure.of(NAME, Cause.INTERNAL, sentence));
        }
        if (!found.issues().isEmpty()) {
            failures.add(failure(found));
        }
        long lines = request.addedLines().values().stream().mapToLong(List::size).sum();
        return List.of(
                new ValidatorResult(
                        NAME,
                        List.of(),
                        null,
                        null,
                        Map.of("issues", found.reported(), "lines", lines),
                        found.issues(),
                        failures,
                        (System.nanoTime() - start) / 1_000_000));
    }

    private static Failure failure(Found found) {
        Issue first = found.issues().get(0);
        return new Failure(
                NAME,
                Cause.PLACEHOLDER,
                "the milestone added %s, the first: %s"
                        .formatted(
                                Verdicts.plural(found.reported(), "placeholder"), first.oneLine()),
                "",
                first.file(),
                first.line(),
                List.of(),
                null,
                found.issues(),
                "",
                List.of());
    }
}
