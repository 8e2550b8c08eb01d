package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Deletes directories that hostile programs filled: links are deleted, never followed; missing
 * permissions are given back; what lies too deep for a path is first moved up.
 */
final class Trees {
    /** Paths stay below this many characters, so that also in UTF-8 they are below PATH_MAX. */
    private static final int MAX_PATH = 900;

    private static final int LARGEST_BATCH = 10_000;

    private final Path root;
    private final Deque<Path> hoisted = new ArrayDeque<>();

    private Trees(Path root) {
        this.root = root;
    }

    /** Deletes a file, link or directory with all in it; nothing happens if it is not there. */
    static void delete(Path path) throws IOException {
        if (!isDirectory(path)) {
            deleteEntry(path);
            return;
        }
        Trees trees = new Trees(path);
        makeUsable(path);
        trees.empty(path);
        while (!trees.hoisted.isEmpty()) {
            Path next = trees.hoisted.pop();
            if (isDirectory(next)) {
                trees.empty(next);
                Files.deleteIfExists(next);
            }
        }
        Files.deleteIfExists(path);
    }

    static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Reads the attributes of the entry itself; null if there is none. */
    static BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Lets the owner read, write and enter a directory (which must be no link). */
    static void makeUsable(Path directory) throws IOException {
        if (!Files.isReadable(directory)
                || !Files.isWritable(directory)
                || !Files.isExecutable(directory)) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void empty(Path directory) throws IOException {
        List<Path> directories;
        do {
            directories = deleteFiles(directory);
            for (Path child : directories) {
                if (child.toString().length() > MAX_PATH + root.toString().length()) {
                    hoist(child);
                } else {
                    empty(child);
                    Files.deleteIfExists(child);
                }
            }
        } while (directories.size() >= LARGEST_BATCH);
    }

    /** Deletes all but directories; gives some of those, usable. */
    private static List<Path> deleteFiles(Path directory) throws IOException {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (!isDirectory(entry)) {
                    deleteEntry(entry);
                } else if (directories.size() < LARGEST_BATCH) {
                    makeUsable(entry);
                    directories.add(entry);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        return directories;
    }

    private void hoist(Path deep) throws IOException {
        Path target = root.resolve(".hoisted-" + UUID.randomUUID());
        Files.move(deep, target);
        hoisted.push(target);
    }

    private static void deleteEntry(Path entry) throws IOException {
        try {
            Files.deleteIfExists(entry);
        } catch (FileSystemException e) {
            throw new IOException(
                    "can't delete %s: %s (is it immutable, or another user's?)"
                            .formatted(entry, e.getReason()),
                    e);
        }
    }
}
