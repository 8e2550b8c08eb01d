package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Goes through a directory without following links, opening files or recursing, and with one
 * directory open at a time. Directories that their owner can't read are made readable.
 */
final class TreeWalk {
    /** Gets each entry below the root, but the root's {@code .git}. */
    interface Visitor {
        /**
         * @param relative path from the root, separated by '/'
         * @return whether to go into it, if it is a directory
         */
        boolean visit(Path path, String relative, BasicFileAttributes attributes)
                throws IOException;
    }

    private record Place(Path directory, String prefix) {}

    private TreeWalk() {}

    static void walk(Path root, Visitor visitor) throws IOException, InterruptedException {
        Deque<Place> open = new ArrayDeque<>();
        open.push(new Place(root, ""));
        while (!open.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while walking " + root);
            }
            Place place = open.pop();
            Trees.makeUsable(place.directory());
            for (Path entry : entries(place.directory())) {
                String relative = place.prefix() + Names.of(entry);
                BasicFileAttributes attributes = Trees.attributes(entry);
                if (attributes == null || relative.equals(".git")) {
                    continue;
                }
                if (visitor.visit(entry, relative, attributes) && attributes.isDirectory()) {
                    open.push(new Place(entry, relative + "/"));
                }
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }
}
