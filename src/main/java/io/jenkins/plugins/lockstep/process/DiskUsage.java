package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Sums the lengths of the files under some directories, links not followed. */
final class DiskUsage {
    private DiskUsage() {}

    /** Stops counting when {@code enough} is passed. */
    static long of(List<Path> directories, long enough) {
        long[] sum = {0};
        for (Path directory : directories) {
            try {
                Files.walkFileTree(directory, new Counter(sum, enough));
            } catch (IOException e) {
                // Gone while we looked: what was counted stands.
                continue;
            }
        }
        return sum[0];
    }

    private static final class Counter extends SimpleFileVisitor<Path> {
        private final long[] sum;
        private final long enough;

        Counter(long[] sum, long enough) {
            this.sum = sum;
            this.enough = enough;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
            return sum[0] > enough ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
