package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Removes from a checkout all that is neither tracked nor brought, and what stands where something
 * tracked should (a link for a directory, say), so that git can put the files back.
 */
final class TreeCleaner {
    private final Tracked tracked;
    private final Brought brought;
    private int intact;
    private boolean changed;

    private TreeCleaner(Tracked tracked, Brought brought) {
        this.tracked = tracked;
        this.brought = brought;
    }

    /**
     * @return whether all that was brought is still there and unchanged
     */
    static boolean clean(Path tree, Tracked tracked, Brought brought)
            throws IOException, InterruptedException {
        TreeCleaner cleaner = new TreeCleaner(tracked, brought);
        Trees.delete(tree.resolve(".git"));
        TreeWalk.walk(tree, cleaner::visit);
        return !cleaner.changed && cleaner.intact == brought.size();
    }

    private boolean visit(Path path, String relative, BasicFileAttributes attributes)
            throws IOException {
        boolean directory = attributes.isDirectory();
        if (tracked.gitlinks().contains(relative)) {
            if (directory) {
                empty(path);
            } else {
                Trees.delete(path);
            }
            return false;
        }
        if (tracked.files().contains(relative)) {
            if (directory || attributes.isOther()) {
                Trees.delete(path);
                return false;
            }
            return false;
        }
        if (tracked.directories().contains(relative)) {
            if (!directory) {
                Trees.delete(path);
            }
            return directory;
        }
        if (brought.unchanged(path, relative, directory)) {
            intact++;
            return true;
        }
        changed |= brought.contains(relative);
        Trees.delete(path);
        return false;
    }

    private static void empty(Path directory) throws IOException {
        Trees.makeUsable(directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                Trees.delete(entry);
            }
        }
    }
}
