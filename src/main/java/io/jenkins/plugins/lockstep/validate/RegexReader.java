package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;

/**
 * Reads output line by line with a regular expression: one issue per matching line, from the groups
 * {@code file}, {@code line}, {@code column}, {@code severity}, {@code code} and {@code message},
 * each of which may be missing. Without a message the whole line is the message.
 */
final class RegexReader implements ReportReader {
    private final SafePattern pattern;

    RegexReader(String regex) throws Unreadable {
        pattern = SafePattern.compile(regex, 0);
    }

    @Override
    public void read(Source source, Findings findings)
            throws IOException, Unreadable, InterruptedException {
        Path file = source.file();
        try (BoundedLines lines = new BoundedLines(file)) {
            StepBudget budget = new StepBudget(source.deadline());
            try {
                for (String line = lines.next(); line != null; line = lines.next()) {
                    take(line, budget, findings.issues());
                    if (lines.number() % 1_000 == 0) {
                        budget.checkTime();
                    }
                }
            } catch (StepBudget.Exceeded e) {
                throw new Unreadable(
                        "%s:%d: matching the pattern %s; make it simpler: %s"
                                .formatted(
                                        file.getFileName(),
                                        lines.number(),
                                        e.getMessage(),
                                        pattern),
                        e);
            }
        }
    }

    private void take(String line, StepBudget budget, IssueCollector issues) {
        Matcher match = pattern.find(line, budget);
        if (match == null) {
            return;
        }
        String message = pattern.group(match, "message");
        issues.add(
                pattern.group(match, "file"),
                Texts.number(pattern.group(match, "line")),
                Texts.number(pattern.group(match, "column")),
                pattern.group(match, "severity"),
                pattern.group(match, "code"),
                message.isBlank() ? line : message);
    }
}
