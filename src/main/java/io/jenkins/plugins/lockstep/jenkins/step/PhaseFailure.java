package io.jenkins.plugins.lockstep.jenkins.step;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import java.util.List;

/** How a failed phase is told in a build's log. */
final class PhaseFailure {
    private static final int MOST_ISSUES = 20;

    private PhaseFailure() {}

    static boolean isFinal(List<Failure> failures) {
        return failures.stream().anyMatch(failure -> failure.cause().isFinal());
    }

    /** All of it, with issues and the last lines of logs. */
    static String text(String node, int attempt, List<Failure> failures) {
        StringBuilder text = new StringBuilder();
        text.append(node).append(", attempt ").append(attempt).append(", is not proven:");
        for (Failure failure : failures) {
            text.append("\n  ").append(failure.validator()).append(": ").append(failure.message());
            if (!failure.file().isEmpty()) {
                text.append(" (")
                        .append(failure.file())
                        .append(failure.line() > 0 ? ":" + failure.line() : "")
                        .append(')');
            }
            if (failure.exitCode() != null) {
                text.append(" [exit code ").append(failure.exitCode()).append(']');
            }
            failure.issues().stream()
                    .limit(MOST_ISSUES)
                    .map(Issue::oneLine)
                    .forEach(line -> text.append("\n    ").append(line));
            if (failure.issues().size() > MOST_ISSUES) {
                text.append("\n    and ")
                        .append(failure.issues().size() - MOST_ISSUES)
                        .append(" more");
            }
            if (failure.issues().isEmpty()) {
                failure.lastLines().forEach(line -> text.append("\n    | ").append(line));
            }
        }
        return text.toString();
    }

    /** One line. */
    static String summary(String node, List<Failure> failures) {
        Failure first = failures.isEmpty() ? null : failures.get(0);
        return "Lockstep: "
                + node
                + " is not proven"
                + (first == null ? "" : ": " + first.validator() + ": " + first.message())
                + (failures.size() > 1 ? " (and " + (failures.size() - 1) + " more)" : "");
    }
}
