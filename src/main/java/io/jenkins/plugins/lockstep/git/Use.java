package io.jenkins.plugins.lockstep.git;

/** What a checkout is for. The pools never mix: a proof never runs where an agent was. */
public enum Use {
    AGENT,
    PROOF
}
