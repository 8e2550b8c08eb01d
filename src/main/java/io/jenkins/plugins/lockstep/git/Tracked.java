package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a commit holds.
 *
 * @param files files and links
 * @param gitlinks submodules
 * @param directories that hold any of them
 */
record Tracked(Set<String> files, Set<String> gitlinks, Set<String> directories) {

    static Tracked of(Git git, String commit) throws IOException, InterruptedException {
        List<String> entries = git.names(null, "ls-tree", "-r", "-z", "--full-tree", commit);
        Set<String> files = new HashSet<>(entries.size() * 2);
        Set<String> gitlinks = new HashSet<>();
        Set<String> directories = new HashSet<>();
        for (String entry : entries) {
            String path = entry.substring(entry.indexOf('\t') + 1);
            (entry.startsWith(Diffs.GITLINK) ? gitlinks : files).add(path);
            int slash = path.lastIndexOf('/');
            while (slash > 0 && directories.add(path.substring(0, slash))) {
                slash = path.lastIndexOf('/', slash - 1);
            }
        }
        return new Tracked(files, gitlinks, directories);
    }
}
