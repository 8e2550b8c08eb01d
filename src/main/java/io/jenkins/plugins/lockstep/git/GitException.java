package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.List;

/**
 * A git command (or a helper such as {@code cp}) that failed; says which, how, and what it said.
 */
public class GitException extends IOException {
    private final transient List<String> command;
    private final int exitCode;
    private final String stderr;

    public GitException(List<String> command, int exitCode, String stderr) {
        super(
                "'%s' failed with exit code %d: %s"
                        .formatted(
                                String.join(" ", command),
                                exitCode,
                                stderr.isBlank() ? "(it said nothing)" : stderr.strip()));
        this.command = List.copyOf(command);
        this.exitCode = exitCode;
        this.stderr = stderr;
    }

    /** The arguments, without the fixed hardening options. */
    public List<String> command() {
        return command == null ? List.of() : command;
    }

    public int exitCode() {
        return exitCode;
    }

    public String stderr() {
        return stderr;
    }
}
