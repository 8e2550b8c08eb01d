package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.MergeOutcome;
import io.jenkins.plugins.lockstep.base.Digest;

/**
 * What a worker leaves as {@code outcome.json}; its evidence is in {@code attempt/evidence}, its
 * commit in {@code commit.bundle} unless that is the milestone's base. Of a merge that failed, the
 * bundle holds what holds together.
 *
 * @param tree of the result's commit
 * @param bundled whether there is a bundle
 * @param together of a merge that failed; else null
 * @param taken the seal of what the attempt began with; null if it took nothing over
 * @param next the commit in the workspace's store from which the next attempt mends that, or
 *     carries on; null if it is proven, or all is to be made again
 */
public record WorkerOutcome(
        AttemptResult result,
        String tree,
        boolean bundled,
        MergeOutcome.Together together,
        Digest taken,
        String next) {}
