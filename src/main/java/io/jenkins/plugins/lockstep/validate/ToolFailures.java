package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Ended;
import java.util.List;

/** Says why a tool's word can't be taken. */
final class ToolFailures {
    private static final int CANNOT_EXECUTE = 126;
    private static final int NOT_FOUND = 127;
    private static final int SIGNALS = 128;
    private static final int LAST_SIGNAL = 64;

    private ToolFailures() {}

    /** The failure of a tool that was not left to run to its own end; null if it exited. */
    static Failure ofEnd(Tool tool, List<String> command, Ended ended, String log) {
        String detail = ended.detail().isEmpty() ? "" : ": " + ended.detail();
        String name = tool.name();
        return switch (ended.how()) {
            case EXITED -> ofShell(tool, command, ended, log);
            case CANNOT_START ->
                    make(
                            tool,
                            Cause.TOOL_CANNOT_START,
                            name + " could not be started" + detail + "; is it installed?",
                            command,
                            ended,
                            log);
            case KILLED ->
                    make(
                            tool,
                            Cause.TOOL_KILLED,
                            name + " was ended by a signal that was not ours" + detail,
                            command,
                            ended,
                            log);
            case TIME_LIMIT -> limit(tool, Cause.TIME_LIMIT, "time", detail, command, ended, log);
            case OUTPUT_LIMIT ->
                    limit(tool, Cause.OUTPUT_LIMIT, "output", detail, command, ended, log);
            case MEMORY_LIMIT ->
                    limit(tool, Cause.MEMORY_LIMIT, "memory", detail, command, ended, log);
            case DISK_LIMIT -> limit(tool, Cause.DISK_LIMIT, "disk", detail, command, ended, log);
        };
    }

    private static Failure limit(
            Tool tool,
            Cause cause,
            String what,
            String detail,
            List<String> command,
            Ended ended,
            String log) {
        String message = tool.name() + " was ended at the limit on " + what + detail;
        return make(tool, cause, message, command, ended, log);
    }

    /** A shell exits in its own name for a program that it could not start, or that was killed. */
    private static Failure ofShell(Tool tool, List<String> command, Ended ended, String log) {
        int exit = ended.exitCode();
        boolean shell =
                command.size() > 1
                        && command.get(0).matches("(.*/)?(sh|bash|dash)")
                        && command.get(1).equals("-c");
        if (!shell) {
            return null;
        }
        if (exit == CANNOT_EXECUTE || exit == NOT_FOUND) {
            return make(
                    tool,
                    Cause.TOOL_CANNOT_START,
                    "%s: the shell could not start a program (exit %d); is it installed?"
                            .formatted(tool.name(), exit),
                    command,
                    ended,
                    log);
        }
        if (exit > SIGNALS && exit <= SIGNALS + LAST_SIGNAL) {
            return make(
                    tool,
                    Cause.TOOL_KILLED,
                    "%s: a program was ended by signal %d".formatted(tool.name(), exit - SIGNALS),
                    command,
                    ended,
                    log);
        }
        return null;
    }

    static Failure silent(Tool tool, List<String> command, Ended ended, String log) {
        return make(
                tool,
                Cause.TOOL_FAILED,
                "%s exited %d and reported nothing that can be read as a finding"
                        .formatted(tool.name(), ended.exitCode()),
                command,
                ended,
                log);
    }

    /** After a non-zero exit the tool itself is to blame, else its report. */
    static Failure unreadable(
            Tool tool,
            List<String> command,
            Ended ended,
            String log,
            Unreadable reason,
            List<Issue> issues) {
        Cause cause = ended.succeeded() ? Cause.REPORT_UNREADABLE : Cause.TOOL_FAILED;
        String message =
                "%s exited %d, but %s"
                        .formatted(tool.name(), ended.exitCode(), reason.getMessage());
        return make(tool, cause, message, command, ended, log, issues);
    }

    static Failure make(
            Tool tool, Cause cause, String message, List<String> command, Ended ended, String log) {
        return make(tool, cause, message, command, ended, log, List.of());
    }

    static Failure make(
            Tool tool,
            Cause cause,
            String message,
            List<String> command,
            Ended ended,
            String log,
            List<Issue> issues) {
        Issue first = issues.isEmpty() ? null : issues.get(0);
        return new Failure(
                tool.name(),
                cause,
                message,
                "",
                first == null ? "" : first.file(),
                first == null ? 0 : first.line(),
                command,
                ended.how() == Ended.How.EXITED ? ended.exitCode() : null,
                issues,
                log,
                ended.lastLines());
    }
}
