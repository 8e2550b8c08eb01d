package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.agent.AgentRunner;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.validate.Proofs;
import java.nio.file.Path;
import java.util.List;

/**
 * What attempts are made with. One for all attempts of a run in one process; whoever made its parts
 * closes them.
 *
 * @param hidden what no process of an attempt may even see, where the machine can hide it: the key,
 *     the ledger, other attempts
 * @param sandbox what this machine can put around a session
 */
public record Workshop(
        Plan plan,
        PhaseGraph graph,
        ObjectStore store,
        Checkouts checkouts,
        AgentRunner agents,
        Proofs proofs,
        List<Path> hidden,
        String sandbox) {}
