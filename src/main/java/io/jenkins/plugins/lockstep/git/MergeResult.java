package io.jenkins.plugins.lockstep.git;

import java.util.List;

/**
 * How a merge ended.
 *
 * @param commit the merged commit; null on a conflict
 * @param conflicts paths in conflict, sorted; empty if merged
 */
public record MergeResult(String commit, List<String> conflicts) {
    public MergeResult {
        conflicts = List.copyOf(conflicts);
    }

    public boolean merged() {
        return commit != null;
    }
}
