package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.cli.TextLine.Look;
import io.jenkins.plugins.lockstep.evidence.Places;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunData.Failed;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.ArrayList;
import java.util.List;

/** Failures told whole: cause, command, issues, the last lines of the log, how to retry. */
final class FailureText {
    private static final int MOST_ISSUES = 10;
    private static final int MOST_LINES = 15;
    private static final int NO_WIDTH = 2000;

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private FailureText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** All failures of a run that ended something; empty if there are none. */
    static List<String> lines(RunData run, Terminal terminal) {
        FailureText text = new FailureText(terminal);
        run.failures().forEach(failed -> text.add(0, "run", failed));
        for (Milestone milestone : run.milestones()) {
            int number = milestone.number();
            for (Phase phase : milestone.phases()) {
                if (phase.state() == State.FAILED) {
                    phase.failures().forEach(f -> text.add(number, phase.name(), f));
                }
            }
            for (Gate gate : milestone.gates()) {
                if (gate.state() == State.FAILED) {
                    gate.failures().forEach(f -> text.add(number, gate.name(), f));
                }
            }
        }
        return text.lines;
    }

    private void add(int milestone, String node, Failed failed) {
        Failure failure = failed.failure();
        String mark = ProgressTree.mark(State.FAILED, terminal.unicode());
        String attempt = failed.attempt() > 0 ? "#" + failed.attempt() : "";
        String cause = failure.cause().text();
        lines.add("");
        TextLine head =
                line().add(
                                Look.RED,
                                mark
                                        + " "
                                        + (milestone > 0 ? "m" + milestone + "/" : "")
                                        + node
                                        + attempt);
        String validator = failure.validator();
        if (validator.startsWith(node + "/")) {
            validator = validator.substring(node.length() + 1);
        }
        lines.add(head.add(Look.BOLD, " " + validator + ": " + cause).toString());
        lines.add(line().add("  " + failure.message()).toString());
        fact("file", failure.file() + (failure.line() > 0 ? ":" + failure.line() : ""));
        fact("session", failure.session());
        fact("command", String.join(" ", failure.command()));
        fact("exit code", failure.exitCode() == null ? "" : failure.exitCode().toString());
        issues(failure.issues());
        fact("log", log(milestone, node, failed));
        lastLines(failure.lastLines());
        fact("retry", failed.retry());
    }

    /** The log's path from the project's directory. */
    private static String log(int milestone, String node, Failed failed) {
        String log = failed.failure().log();
        if (log.isEmpty() || milestone == 0 || failed.attempt() == 0) {
            return log;
        }
        return ".lockstep/failed/" + Places.of(milestone, node, failed.attempt()) + "/" + log;
    }

    private void issues(List<Issue> issues) {
        for (Issue issue : issues.subList(0, Math.min(MOST_ISSUES, issues.size()))) {
            lines.add(line().add("    " + issue.oneLine()).toString());
        }
        if (issues.size() > MOST_ISSUES) {
            String more = "    and " + (issues.size() - MOST_ISSUES) + " more";
            lines.add(line().add(Look.SOFT, more).toString());
        }
    }

    private void lastLines(List<String> last) {
        String bar = terminal.unicode() ? "    │ " : "    | ";
        for (String one : last.subList(Math.max(0, last.size() - MOST_LINES), last.size())) {
            lines.add(line().add(Look.SOFT, bar).add(one).toString());
        }
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) {
            lines.add(line().add(Look.SOFT, "  " + name + ": ").add(value).toString());
        }
    }

    /** Wide: what is told here must be whole, and the terminal can break lines. */
    private TextLine line() {
        return new TextLine(NO_WIDTH, terminal.colour());
    }
}
