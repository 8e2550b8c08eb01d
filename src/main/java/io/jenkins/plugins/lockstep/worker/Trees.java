package io.jenkins.plugins.lockstep.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Copies of directories that a job owns. */
final class Trees {
    private Trees() {}

    /** Copies files and directories; links are left out. */
    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** The one entry of a directory. */
    static Path only(Path directory) throws IOException {
        List<Path> entries = list(directory);
        if (entries.size() != 1) {
            throw new IOException(
                    directory + " holds " + entries.size() + " checkouts where one is expected");
        }
        return entries.get(0);
    }

    private static List<Path> list(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
