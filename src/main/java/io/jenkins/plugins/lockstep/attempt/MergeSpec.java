package io.jenkins.plugins.lockstep.attempt;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a gate is given to merge branches into what is merged so far, one after the other, and to
 * prove all on the result.
 *
 * @param place of the gate; its base is what is merged so far, its {@code hold} all phases whose
 *     proofs must hold
 * @param branches in the order in which they are merged
 * @param proven trees on which a phase's proof is known to hold, by phase: there it need not run
 *     again
 */
public record MergeSpec(
        AttemptSpec place, List<Branch> branches, Map<String, List<String>> proven) {

    /**
     * One branch.
     *
     * @param node its last phase
     * @param own its phases that no branch before it has
     */
    public record Branch(String node, String commit, List<String> own) {
        public Branch {
            own = List.copyOf(own);
        }
    }

    public MergeSpec {
        branches = List.copyOf(branches);
        proven = Map.copyOf(proven);
    }

    /**
     * The phases whose proofs must hold when only the first branches are merged: what the others do
     * is not done there.
     *
     * @param merged how many
     */
    List<String> hold(int merged) {
        Set<String> later = new HashSet<>();
        branches.subList(merged, branches.size()).forEach(branch -> later.addAll(branch.own()));
        return place.hold().stream().filter(phase -> !later.contains(phase)).toList();
    }
}
