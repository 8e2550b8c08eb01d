package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What commits hold, remembered of the last few: many checkouts are made from the same one. */
final class TrackedCommits {
    private static final int REMEMBERED = 2;

    private final Git git;
    private final Map<String, Tracked> known =
            new LinkedHashMap<>(2 * REMEMBERED, 1, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Tracked> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * @param git of the store
     */
    TrackedCommits(Git git) {
        this.git = git;
    }

    /** Threads that ask at once wait for the first. */
    synchronized Tracked of(String commit) throws IOException, InterruptedException {
        Tracked tracked = known.get(commit);
        if (tracked == null) {
            tracked = Tracked.of(git, commit);
            known.put(commit, tracked);
        }
        return tracked;
    }
}
