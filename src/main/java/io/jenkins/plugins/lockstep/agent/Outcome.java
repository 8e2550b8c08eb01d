package io.jenkins.plugins.lockstep.agent;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Ended;
import io.jenkins.plugins.lockstep.process.Ended.How;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Says whether a session ran to its end, and if not, why. */
final class Outcome {
    private static final int LONGEST = 500;

    private Outcome() {}

    /** Null if it ran to its end; by no means that it did what it should. */
    static Failure of(
            SessionSpec spec, List<String> argv, Ended ended, AgentReport report, Clock clock) {
        String error = report.error() == null ? "" : ": " + first(report.error());
        if (ended.how() == How.EXITED) {
            RateLimit limit = limit(ended, report, clock);
            if (limit != null) {
                return failure(
                        spec,
                        argv,
                        ended,
                        Cause.RATE_LIMITED,
                        "the provider's rate limit stopped the agent: " + first(limit.message()));
            }
            if (ended.exitCode() != 0) {
                return failure(
                        spec,
                        argv,
                        ended,
                        Cause.AGENT_FAILED,
                        "the agent exited with code " + ended.exitCode() + error);
            }
            if (report.error() != null) {
                return failure(
                        spec,
                        argv,
                        ended,
                        Cause.AGENT_FAILED,
                        "the agent says that it failed" + error);
            }
            if (!report.ended()) {
                return failure(
                        spec,
                        argv,
                        ended,
                        Cause.AGENT_FAILED,
                        "the agent's stream has no result; does its command print what"
                                + " agent.output says (use 'text' for any other)?");
            }
            return null;
        }
        return failure(spec, argv, ended, cause(ended.how()), message(ended) + error);
    }

    /** The rate limit that stopped it; null if none did. */
    static RateLimit limit(Ended ended, AgentReport report, Clock clock) {
        if (ended.how() != How.EXITED) {
            return null;
        }
        if (report.error() != null && report.limit() != null) {
            return report.limit();
        }
        if (ended.exitCode() == 0 || report.error() != null) {
            return null;
        }
        // It may have told us outside its stream only, in the last it printed.
        List<String> lines = ended.lastLines();
        for (int i = lines.size() - 1; i >= Math.max(0, lines.size() - 10); i--) {
            RateLimit found =
                    lines.get(i).startsWith("{")
                            ? null
                            : RateLimit.in(lines.get(i), clock.instant()).orElse(null);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    static Failure tooLong(Failure failure, Duration pause, Deadline deadline) {
        return new Failure(
                failure.validator(),
                failure.cause(),
                failure.message()
                        + "; it asks for a pause of "
                        + text(pause)
                        + ", but the time limit comes first: "
                        + deadline.limit(),
                failure.session(),
                failure.file(),
                failure.line(),
                failure.command(),
                failure.exitCode(),
                failure.issues(),
                failure.log(),
                failure.lastLines());
    }

    private static Cause cause(How how) {
        return switch (how) {
            case CANNOT_START -> Cause.AGENT_CANNOT_START;
            case TIME_LIMIT -> Cause.TIME_LIMIT;
            case OUTPUT_LIMIT -> Cause.OUTPUT_LIMIT;
            case MEMORY_LIMIT -> Cause.MEMORY_LIMIT;
            case DISK_LIMIT -> Cause.DISK_LIMIT;
            case EXITED, KILLED -> Cause.AGENT_FAILED;
        };
    }

    private static String message(Ended ended) {
        return switch (ended.how()) {
            case CANNOT_START -> "the agent can't be started: " + ended.detail();
            case KILLED -> "the agent was " + ended.detail();
            default -> "the agent was ended: " + ended.detail();
        };
    }

    private static Failure failure(
            SessionSpec spec, List<String> argv, Ended ended, Cause cause, String message) {
        boolean exited = ended.how() == How.EXITED || ended.how() == How.KILLED;
        return new Failure(
                "agent",
                cause,
                message,
                spec.session(),
                spec.file(),
                0,
                argv.stream().map(Outcome::first).toList(),
                exited ? ended.exitCode() : null,
                List.of(),
                log(spec),
                ended.lastLines());
    }

    /** The log's path in the attempt's evidence, where it stays. */
    private static String log(SessionSpec spec) {
        return "logs/" + spec.log().getFileName();
    }

    /** One line of bearable length. */
    private static String first(String text) {
        String line = text.strip().lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Such as {@code 1h5m} or {@code 300ms}. */
    static String text(Duration time) {
        if (time.toMillis() < 1000) {
            return time.toMillis() + "ms";
        }
        Duration whole = Duration.ofSeconds(time.toSeconds());
        return whole.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }
}
