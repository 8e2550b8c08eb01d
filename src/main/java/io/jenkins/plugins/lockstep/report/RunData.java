package io.jenkins.plugins.lockstep.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import io.jenkins.plugins.lockstep.base.Failure;
import java.util.List;
import java.util.Locale;

/**
 * A run as {@code run.json} holds it: the data of every report, apart from its rendering. Times are
 * ISO-8601 UTC, empty if unknown; costs are US dollars.
 *
 * @param format version of this form; grows when a reader would misread it
 * @param plan the plan's digest; empty if unknown
 * @param phases names of all phases, in the order in which they run, as far as known
 * @param failures of the run itself, such as a run that could not begin
 * @param notes what concerns the run as a whole
 * @param unreadable lines of the events that could not be read
 */
public record RunData(
        int format,
        String project,
        String run,
        String plan,
        State state,
        String started,
        String ended,
        long millis,
        double costUsd,
        long inputTokens,
        long outputTokens,
        List<String> phases,
        List<Milestone> milestones,
        List<Failed> failures,
        List<String> notes,
        long unreadable) {
    /** The form that this version writes. */
    public static final int FORMAT = 1;

    /** Where something stands. */
    public enum State {
        PENDING,
        RUNNING,
        PROVEN,
        /** Sealed by an earlier run, and still fitting. */
        REUSED,
        FAILED,
        /** Switched off by the plan, with a reason. */
        WAIVED,
        /** Not begun, because something before it failed. */
        BLOCKED,
        /** Begun, but the run ended without it. */
        INTERRUPTED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether what comes after may build on it. */
        @JsonIgnore
        public boolean counts() {
            return this == PROVEN || this == REUSED || this == WAIVED;
        }
    }

    /**
     * @param gates where branches meet, in the order in which they were reached
     */
    public record Milestone(
            int number,
            String name,
            State state,
            String started,
            String ended,
            long millis,
            double costUsd,
            List<Phase> phases,
            List<Gate> gates) {}

    /**
     * @param after its direct prerequisites, if the events said
     * @param reason why it is waived, or which run it is taken from
     * @param seal digest of its seal; empty if it has none
     * @param sealedAttempt the attempt that was sealed; 0 if none
     * @param commit that it left; empty if none
     * @param directory of its sealed evidence, relative to {@code .lockstep}; empty if none
     * @param millis of all attempts
     */
    public record Phase(
            String name,
            List<String> after,
            State state,
            String reason,
            List<Attempt> attempts,
            List<Failed> failures,
            List<Evidence> evidence,
            String seal,
            int sealedAttempt,
            String commit,
            String directory,
            long millis,
            double costUsd,
            long inputTokens,
            long outputTokens) {}

    /**
     * @param message how it ended, in one line
     * @param activity what it does right now; empty once it has ended
     */
    public record Attempt(
            int number,
            State state,
            String started,
            String ended,
            long millis,
            double costUsd,
            long inputTokens,
            long outputTokens,
            List<Session> sessions,
            List<Check> checks,
            List<Failed> failures,
            String message,
            String activity) {}

    /**
     * A session of an agent.
     *
     * @param file empty if it was about no single file
     */
    public record Session(
            String session,
            String file,
            State state,
            String started,
            String ended,
            long millis,
            double costUsd,
            long inputTokens,
            long outputTokens) {}

    /**
     * A tool or validator that ran.
     *
     * @param exitCode null if it did not exit
     * @param issues that it reported; -1 if it did not say
     */
    public record Check(
            String name,
            State state,
            String started,
            String ended,
            long millis,
            Integer exitCode,
            long issues,
            String message) {}

    /**
     * @param retry the command that runs just this again
     * @param attempt 0 if it is no single attempt's
     */
    public record Failed(Failure failure, int attempt, String time, String retry) {}

    /**
     * @param digest {@code sha256:…}
     * @param size in bytes; -1 if unknown
     */
    public record Evidence(String name, String digest, long size) {}

    /**
     * @param members the phases whose branches meet
     * @param commit merged; empty if there is none
     */
    public record Gate(
            String name,
            List<String> members,
            State state,
            String started,
            String ended,
            long millis,
            String commit,
            String seal,
            String message,
            List<Failed> failures) {}
}
