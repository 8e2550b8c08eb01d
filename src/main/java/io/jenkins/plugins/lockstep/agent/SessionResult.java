package io.jenkins.plugins.lockstep.agent;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.process.Ended;

/**
 * What came of a session. Nothing in it but {@code ended} and {@code failure} is ours: the rest is
 * the agent's own word, and never decides anything.
 *
 * @param session its id
 * @param agentSession the agent's own id for it; empty if it told none
 * @param ended how its last process ended
 * @param claim what it said at the end, cut; for the log
 * @param costUsd over all tries, as far as the agent tells
 * @param inputTokens over all tries, cached ones included
 * @param outputTokens over all tries
 * @param waits how often it had to be tried again after a rate limit
 * @param failure null if it ran to its end
 */
public record SessionResult(
        String session,
        String agentSession,
        Ended ended,
        String claim,
        double costUsd,
        long inputTokens,
        long outputTokens,
        int waits,
        Failure failure) {}
