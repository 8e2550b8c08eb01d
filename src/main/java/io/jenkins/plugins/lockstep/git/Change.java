package io.jenkins.plugins.lockstep.git;

/**
 * A file that differs between two commits. A rename is a deletion and an addition.
 *
 * @param path relative to the repository's root, separated by '/'
 */
public record Change(String path, Kind kind) {
    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }
}
