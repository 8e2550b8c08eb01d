package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Issue;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes the issues of one tool as a reader finds them: their text bounded, their paths relative to
 * the checkout, duplicates dropped, at most {@link #KEPT} kept and all counted.
 */
final class IssueCollector {
    /** Most issues that are kept; what comes after is only counted. */
    static final int KEPT = 10_000;

    static final Comparator<Issue> ORDER =
            Comparator.comparing(Issue::file)
                    .thenComparingInt(Issue::line)
                    .thenComparingInt(Issue::column)
                    .thenComparing(Issue::code)
                    .thenComparing(Issue::message)
                    .thenComparing(Issue::severity);

    private final String tool;
    private final CheckoutPaths paths;
    private final Set<Issue> kept = new HashSet<>();
    private long reported;

    IssueCollector(String tool, CheckoutPaths paths) {
        this.tool = tool;
        this.paths = paths;
    }

    CheckoutPaths paths() {
        return paths;
    }

    /** Takes one issue; the path may be in any form that tools use, or null. */
    void add(String file, int line, int column, String severity, String code, String message) {
        if (kept.size() >= KEPT) {
            reported++;
            return;
        }
        String text = Texts.oneLine(message, Texts.MESSAGE);
        Issue issue =
                new Issue(
                        tool,
                        paths.relative(file),
                        Math.max(0, line),
                        line > 0 ? Math.max(0, column) : 0,
                        Texts.severity(severity),
                        Texts.oneLine(code, Texts.CODE),
                        text.isEmpty() ? "(no message)" : text);
        if (kept.add(issue)) {
            reported++;
        }
    }

    /** Counts issues that are not kept. */
    void countOnly(long more) {
        reported += more;
    }

    /** How many there were: exact without duplicates up to {@link #KEPT}, with them beyond. */
    long reported() {
        return reported;
    }

    /** Ordered by file, line, column, code and message. */
    List<Issue> issues() {
        return kept.stream().sorted(ORDER).toList();
    }
}
