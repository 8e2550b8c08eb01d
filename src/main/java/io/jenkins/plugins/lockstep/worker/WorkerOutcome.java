package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptResult;

/**
 * What a worker leaves as {@code outcome.json}; its evidence is in {@code attempt/evidence}, its
 * commit in {@code commit.bundle} unless that is the milestone's base.
 *
 * @param tree of the result's commit
 * @param bundled whether there is a bundle
 */
public record WorkerOutcome(AttemptResult result, String tree, boolean bundled) {}
