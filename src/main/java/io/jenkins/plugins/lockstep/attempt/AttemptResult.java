package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.util.List;
import java.util.Objects;

/**
 * What an attempt came to. It is a claim of whoever made the attempt; the one who seals checks what
 * can be checked.
 *
 * @param commit what it left; equal to the base if it changed nothing
 * @param changed the files that differ between base and commit
 * @param validators all that ran on that commit
 * @param failures why it is not proven; empty exactly if it is
 * @param sessions of agents, in the order in which they ended
 * @param refused changes that were not taken, each a sentence
 * @param issuesBefore findings of the phase's tools at the base; -1 if not measured
 * @param issuesAfter the same on the resulting commit; -1 if not measured
 * @param sandbox what enclosed every session; {@code none} if one was not enclosed, empty if there
 *     was none
 * @param started ISO-8601 UTC
 * @param ended ISO-8601 UTC
 */
public record AttemptResult(
        String commit,
        List<String> changed,
        List<ValidatorResult> validators,
        List<Failure> failures,
        List<SessionRecord> sessions,
        List<String> refused,
        long issuesBefore,
        long issuesAfter,
        String sandbox,
        String started,
        String ended) {

    public AttemptResult {
        changed = List.copyOf(changed);
        validators = List.copyOf(validators);
        failures = List.copyOf(failures);
        sessions = List.copyOf(sessions);
        refused = List.copyOf(refused);
        Objects.requireNonNull(sandbox, "attempt without sandbox");
        Objects.requireNonNull(started, "attempt without start");
        Objects.requireNonNull(ended, "attempt without end");
    }

    /**
     * One session of an agent.
     *
     * @param session our name for it
     * @param agentSession the agent's own
     * @param file the file that it was for; empty for the whole project
     * @param costUsd as the agent says; 0 for what can't be
     * @param claim what the agent said at its end, cut; never believed
     */
    public record SessionRecord(
            String session,
            String agentSession,
            String file,
            String model,
            double costUsd,
            long inputTokens,
            long outputTokens,
            long millis,
            boolean sandboxed,
            String claim) {
        /** No session costs as much; nor does one pay. */
        private static final double MOST_USD = 1e9;

        public SessionRecord {
            Objects.requireNonNull(session, "session without name");
            Objects.requireNonNull(agentSession, "session without the agent's name");
            Objects.requireNonNull(file, "session without file");
            Objects.requireNonNull(model, "session without model");
            Objects.requireNonNull(claim, "session without claim");
            costUsd = costUsd >= 0 && costUsd <= MOST_USD ? costUsd : 0;
            inputTokens = Math.max(0, inputTokens);
            outputTokens = Math.max(0, outputTokens);
        }
    }

    public boolean proven() {
        return failures.isEmpty();
    }

    public double costUsd() {
        return sessions.stream().mapToDouble(SessionRecord::costUsd).sum();
    }
}
