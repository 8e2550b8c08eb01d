package io.jenkins.plugins.lockstep.base;

import java.util.Map;

/**
 * One line of a run's {@code events.jsonl}: what happened, where in the run, and when.
 *
 * @param time ISO-8601 UTC with milliseconds
 * @param run run id
 * @param milestone 0 for the run itself
 * @param phase empty for the run or a milestone; {@code gate:lint+typecheck} for a gate
 * @param attempt 0 if no attempt is meant
 * @param session an agent's session; empty if none
 * @param file empty if no single file is meant
 * @param type a name of {@link Type}
 * @param message one line for a person
 * @param data figures: {@code costUsd}, {@code millis}, {@code issues}, {@code seal}, {@code
 *     commit} …
 */
public record Event(
        String time,
        String run,
        int milestone,
        String phase,
        int attempt,
        String session,
        String file,
        Type type,
        String message,
        Map<String, Object> data) {

    /** What can happen. */
    public enum Type {
        RUN_STARTED,
        RUN_ENDED,
        MILESTONE_STARTED,
        MILESTONE_ENDED,
        /** A sealed phase fits and is not run again. */
        REUSED,
        WAIVED,
        ATTEMPT_STARTED,
        /** data: {@code state} = proven or failed, {@code millis}, {@code costUsd}. */
        ATTEMPT_ENDED,
        SEALED,
        GATE_STARTED,
        GATE_ENDED,
        MERGED,
        /** An agent's session waits for the governor or for the end of a rate limit. */
        WAITING,
        SESSION_STARTED,
        /** data: {@code costUsd}, {@code inputTokens}, {@code outputTokens}, {@code millis}. */
        SESSION_ENDED,
        TOOL_STARTED,
        /** data: {@code exitCode}, {@code issues}, {@code millis}. */
        TOOL_ENDED,
        VALIDATOR_PASSED,
        VALIDATOR_FAILED,
        /** A phase, gate or branch is given up; data: {@code failure}. */
        FAILED,
        NOTE
    }
}
