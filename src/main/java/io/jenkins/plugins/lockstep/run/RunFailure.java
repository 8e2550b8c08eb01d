package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Failure;

/**
 * A failure in its place.
 *
 * @param milestone 0 if the run itself failed
 * @param phase a phase or gate; empty if the run itself failed
 * @param attempt 0 if no attempt was made
 * @param retry the command that tries just that again
 */
public record RunFailure(int milestone, String phase, int attempt, Failure failure, String retry) {}
