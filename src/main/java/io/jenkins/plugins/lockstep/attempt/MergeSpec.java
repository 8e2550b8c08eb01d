package io.jenkins.plugins.lockstep.attempt;

import java.util.List;
import java.util.Map;

/**
 * What a gate is given to merge one branch into what is merged so far, and to prove all on the
 * result.
 *
 * @param place of the gate; its base is what is merged so far, its {@code hold} all phases whose
 *     proofs must hold
 * @param theirs the branch's commit
 * @param proven trees on which a phase's proof is known to hold, by phase: there it need not run
 *     again
 */
public record MergeSpec(AttemptSpec place, String theirs, Map<String, List<String>> proven) {
    public MergeSpec {
        proven = Map.copyOf(proven);
    }
}
