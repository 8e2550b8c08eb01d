package io.jenkins.plugins.lockstep.base;

import java.util.List;
import java.util.Objects;

/**
 * One failure, told whole: where it happened, why, and what shows it.
 *
 * @param validator who found it: a validator's or tool's name, or the engine's part ("agent",
 *     "merge")
 * @param cause its kind
 * @param message one sentence for a person, with what to do where we know
 * @param session the agent's session; empty if none took part
 * @param file the file at fault, relative to the checkout; empty if none
 * @param line 1-based; 0 if unknown
 * @param command what ran; empty if nothing ran
 * @param exitCode of the command; null if it did not exit
 * @param issues what was found, in full
 * @param log path of the log that tells more, relative to the attempt's directory; empty if none
 * @param lastLines the last lines of that log
 */
public record Failure(
        String validator,
        Cause cause,
        String message,
        String session,
        String file,
        int line,
        List<String> command,
        Integer exitCode,
        List<Issue> issues,
        String log,
        List<String> lastLines) {

    public Failure {
        Objects.requireNonNull(validator, "failure without validator");
        Objects.requireNonNull(cause, "failure without cause");
        Objects.requireNonNull(message, "failure without message");
        Objects.requireNonNull(session, "failure without session");
        Objects.requireNonNull(file, "failure without file");
        Objects.requireNonNull(log, "failure without log");
        command = List.copyOf(command);
        issues = List.copyOf(issues);
        lastLines = List.copyOf(lastLines);
    }

    /** A failure that no command, session or file had a part in. */
    public static Failure of(String validator, Cause cause, String message) {
        return new Failure(
                validator, cause, message, "", "", 0, List.of(), null, List.of(), "", List.of());
    }

    /** A failure of one file. */
    public static Failure at(String validator, Cause cause, String message, String file, int line) {
        return new Failure(
                validator, cause, message, "", file, line, List.of(), null, List.of(), "",
                List.of());
    }

    public Failure withSession(String newSession, String newFile) {
        return with(validator, cause, message, newSession, newFile);
    }

    /** The same failure, found by a validator of another name. */
    public Failure withValidator(String newValidator) {
        return with(newValidator, cause, message, session, file);
    }

    /** The same failure, of another kind and told otherwise. */
    public Failure toldAs(Cause newCause, String newMessage) {
        return with(validator, newCause, newMessage, session, file);
    }

    private Failure with(
            String newValidator,
            Cause newCause,
            String newMessage,
            String newSession,
            String newFile) {
        return new Failure(
                newValidator,
                newCause,
                newMessage,
                newSession,
                newFile,
                line,
                command,
                exitCode,
                issues,
                log,
                lastLines);
    }
}
