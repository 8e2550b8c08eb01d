package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Globs;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The report files of a tool, by a glob relative to the checkout. Those that are there before the
 * tool runs are removed, and those that are older than its start afterwards are not believed.
 */
final class ReportFiles {
    private static final int MAX_FILES = 10_000;
    private static final int MAX_VISITED = 2_000_000;
    private static final long MAX_TOTAL = 4 * ReportReader.MAX_BYTES;

    /** File systems round their times, some to two seconds. */
    private static final long CLOCK_SLACK_MILLIS = 2_000;

    private final Path checkout;
    private final String glob;

    ReportFiles(Path checkout, String glob) {
        this.checkout = checkout;
        this.glob = anchored(glob.startsWith("./") ? glob.substring(2) : glob);
    }

    /** A plain name means the file in the checkout's root, and no other of that name. */
    private static String anchored(String glob) {
        return isPattern(glob) || glob.contains("/") ? glob : "/" + glob;
    }

    static boolean isPattern(String glob) {
        return glob.chars().anyMatch(c -> "*?[]{}!\\".indexOf(c) >= 0);
    }

    /** Removes what is there already, links included. */
    void clear() throws IOException {
        for (Path old : find(true)) {
            Files.delete(old);
        }
    }

    /**
     * The regular files that were written since, in the order of their names.
     *
     * @throws Unreadable if there is none, or more than is read
     */
    List<Path> since(FileTime start) throws IOException, Unreadable {
        List<Path> fresh = new ArrayList<>();
        List<Path> found = find(false);
        long bytes = 0;
        for (Path file : found) {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            long written = attributes.lastModifiedTime().toMillis();
            if (written >= start.toMillis() - CLOCK_SLACK_MILLIS) {
                fresh.add(file);
                bytes += attributes.size();
            }
            if (attributes.size() > ReportReader.MAX_BYTES || bytes > MAX_TOTAL) {
                throw new Unreadable(
                        "the report %s is too large: %d MiB are read of a file, %d MiB of all"
                                .formatted(
                                        checkout.relativize(file),
                                        ReportReader.MAX_BYTES >> 20,
                                        MAX_TOTAL >> 20));
            }
        }
        if (fresh.isEmpty()) {
            throw new Unreadable(
                    found.isEmpty()
                            ? "it left no report '" + glob + "'"
                            : "the report '" + glob + "' is older than the tool's start");
        }
        if (fresh.size() > MAX_FILES) {
            throw new Unreadable("more than " + MAX_FILES + " files match '" + glob + "'");
        }
        fresh.sort(null);
        return fresh;
    }

    private List<Path> find(boolean linksToo) throws IOException {
        Path start = literalPart();
        List<Path> found = new ArrayList<>();
        if (!Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Predicate<String> matches = Globs.matcher(List.of(glob));
        Files.walkFileTree(start, new Visitor(matches, linksToo, found));
        return found;
    }

    /** The directory (or file) that all matches lie below, never outside the checkout. */
    private Path literalPart() {
        if (!glob.contains("/") || glob.contains("..")) {
            return checkout;
        }
        Path path = checkout;
        for (String part : glob.split("/")) {
            Path next = path.resolve(part);
            if (isPattern(part) || !Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
                return path;
            }
            path = next;
        }
        return path;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Predicate<String> matches;
        private final boolean linksToo;
        private final List<Path> found;
        private int visited;

        Visitor(Predicate<String> matches, boolean linksToo, List<Path> found) {
            this.matches = matches;
            this.linksToo = linksToo;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.equals(checkout.resolve(".git"))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        /** A directory that can't be read holds no report. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (++visited > MAX_VISITED) {
                throw new IOException(
                        "more than " + MAX_VISITED + " files lie where '" + glob + "' looks");
            }
            String relative = checkout.relativize(file).toString().replace('\\', '/');
            if ((linksToo || attributes.isRegularFile()) && matches.test(relative)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
