package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.agent.AgentRunner;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.validate.Proofs;
import java.time.Clock;

/**
 * What attempts are made with. One for all attempts of a run in one process; whoever made its parts
 * closes them.
 *
 * @param confines what processes of an attempt may reach, where the machine can enforce it
 * @param sandbox what this machine can put around a session
 * @param clock for the times that results tell; no limit and no order depends on it
 */
public record Workshop(
        Plan plan,
        PhaseGraph graph,
        ObjectStore store,
        Checkouts checkouts,
        AgentRunner agents,
        Proofs proofs,
        Confines confines,
        String sandbox,
        Clock clock) {
    /** With the system's clock. */
    public Workshop(
            Plan plan,
            PhaseGraph graph,
            ObjectStore store,
            Checkouts checkouts,
            AgentRunner agents,
            Proofs proofs,
            Confines confines,
            String sandbox) {
        this(plan, graph, store, checkouts, agents, proofs, confines, sandbox, Clock.systemUTC());
    }
}
