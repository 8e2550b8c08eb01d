package io.jenkins.plugins.lockstep.git;

import java.util.Set;

/**
 * Paths that are taken from a commit as they are there; one that it does not have is deleted.
 *
 * @param from a commit
 */
public record Picked(String from, Set<String> paths) {
    public Picked {
        paths = Set.copyOf(paths);
    }
}
