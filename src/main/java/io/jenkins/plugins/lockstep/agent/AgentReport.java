package io.jenkins.plugins.lockstep.agent;

/**
 * What an agent's stream says, as far as it can be believed to be well-formed.
 *
 * @param agentSession empty if it told none
 * @param claim the last of what it said, cut
 * @param costUsd 0 if it told none that makes sense
 * @param ended whether the stream came to its proper end; {@code text} always does
 * @param error what it says went wrong; null if nothing
 * @param limit the rate limit that stopped it; null if none did
 * @param malformed lines that its dialect does not know
 */
record AgentReport(
        String agentSession,
        String claim,
        double costUsd,
        long inputTokens,
        long outputTokens,
        boolean ended,
        String error,
        RateLimit limit,
        long malformed) {}
