package io.jenkins.plugins.lockstep.agent;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A session's temporary directory, below its attempt's, so that what is written there counts
 * against the disk limit and is gone afterwards.
 */
record PrivateTemp(Path path) implements AutoCloseable {

    static PrivateTemp beside(Path out, String session) throws IOException {
        Path path =
                out.toAbsolutePath()
                        .resolveSibling("tmp")
                        .resolve(session.replaceAll("[^A-Za-z0-9._-]", "_"));
        return new PrivateTemp(Files.createDirectories(path));
    }

    @Override
    public void close() throws IOException {
        Files.walkFileTree(path, new Deletion());
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (!Files.isSymbolicLink(directory)) {
                // What we may not write into, we could not empty.
                directory.toFile().setExecutable(true);
                directory.toFile().setReadable(true);
                directory.toFile().setWritable(true);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                boolean opened =
                        file.toFile().setExecutable(true)
                                && file.toFile().setReadable(true)
                                && file.toFile().setWritable(true);
                if (opened) {
                    Files.walkFileTree(file, this);
                    return FileVisitResult.CONTINUE;
                }
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e)
                throws IOException {
            if (e != null) {
                throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
