package io.jenkins.plugins.lockstep.git;

import java.util.List;

/**
 * What a checkout holds, as a commit on its base.
 *
 * @param commit the base itself when nothing changed
 * @param changes against the base, by path
 */
public record Snapshot(String commit, List<Change> changes) {
    public Snapshot {
        changes = List.copyOf(changes);
    }
}
