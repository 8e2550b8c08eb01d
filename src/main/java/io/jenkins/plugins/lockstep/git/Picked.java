package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Paths that are taken as they are elsewhere; one that is not there is deleted. */
public final class Picked {
    private final String from;
    private final Set<String> paths;
    private final List<Diffs.Raw> changes;

    private Picked(String from, Set<String> paths, List<Diffs.Raw> changes) {
        this.from = from;
        this.paths = Set.copyOf(paths);
        this.changes = changes;
    }

    /**
     * @param from the commit that has them
     */
    public Picked(String from, Set<String> paths) {
        this(from, paths, null);
    }

    /** Some of a checkout's changes, whose content is in the store. */
    static Picked of(String base, List<Diffs.Raw> changes) {
        return new Picked(base, Set.of(), List.copyOf(changes));
    }

    /** What it changes in a commit. */
    List<Diffs.Raw> in(String base, Diffs diffs) throws IOException, InterruptedException {
        if (changes == null) {
            return diffs.raw(base, Git.object(from)).stream()
                    .filter(raw -> paths.contains(raw.path()))
                    .toList();
        }
        if (!base.equals(from)) {
            throw new IllegalArgumentException("these are changes of " + from + ", not " + base);
        }
        return changes;
    }
}
