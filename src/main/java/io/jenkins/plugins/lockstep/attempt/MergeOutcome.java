package io.jenkins.plugins.lockstep.attempt;

/**
 * How the merge of a gate's branches ended.
 *
 * @param result with the merged commit, if it is proven
 * @param together what holds all the same, if not all do; null if all do, or if that could not be
 *     found out
 */
public record MergeOutcome(AttemptResult result, Together together) {

    /**
     * The first branches that hold together on what was merged before; the next one is at fault.
     *
     * @param branches how many
     * @param commit that they are merged as
     */
    public record Together(int branches, String commit) {}
}
