package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Objects;

/**
 * The plan switches a phase off.
 *
 * @param milestone 0 if it is off for all
 * @param reason as the plan gives it
 */
public record WaiverPredicate(
        String run, int milestone, String phase, String reason, Digest planDigest) {
    public WaiverPredicate {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(planDigest, "planDigest");
        Places.checkPhase(phase);
    }
}
