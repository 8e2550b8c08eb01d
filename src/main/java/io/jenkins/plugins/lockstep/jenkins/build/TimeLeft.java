package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.plan.Limits;

/**
 * The least time that is left of all limits around a phase. They are measured on the wall clock,
 * since a build outlives processes.
 *
 * @param limit what set it, for a person
 */
public record TimeLeft(long millis, String limit) {
    /**
     * @param deadline of the enclosing block, in milliseconds since the epoch; 0 for none
     * @throws Refusal if none is left
     */
    public static TimeLeft of(Run<?, ?> build, long deadline, Limits limits) throws Refusal {
        long now = System.currentTimeMillis();
        TimeLeft left =
                new TimeLeft(build.getStartTimeInMillis() + limits.run().toMillis() - now, "run");
        if (limits.milestone().toMillis() < left.millis) {
            left = new TimeLeft(Math.min(left.millis, limits.milestone().toMillis()), "milestone");
        }
        if (deadline > 0 && deadline - now < left.millis) {
            left = new TimeLeft(deadline - now, "lockstep block");
        }
        if (left.millis <= 0) {
            throw new Refusal(
                    Cause.TIME_LIMIT, "Lockstep: the time limit of the " + left.limit + " is over");
        }
        return left;
    }
}
