package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptRunner;
import io.jenkins.plugins.lockstep.attempt.MergeRunner;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.process.Deadline;
import java.time.Clock;
import java.util.Queue;

/**
 * What all parts of a run share.
 *
 * @param confined whether agents and tools are kept from the user's repository
 * @param failures in the order in which they happened; safe for use by many threads
 */
record RunContext(
        String id,
        RunOptions options,
        Home home,
        Plan plan,
        PhaseGraph graph,
        ObjectStore store,
        AttemptRunner attempts,
        MergeRunner merges,
        Sealer sealer,
        GateCheck gateCheck,
        EventLog events,
        Deadline deadline,
        boolean confined,
        Queue<RunFailure> failures,
        Clock clock) {}
