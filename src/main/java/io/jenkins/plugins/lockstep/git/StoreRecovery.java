package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.process.Leftovers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a killed run left of a store: git processes that are at work still, lock files, temporary
 * packs and objects, quarantines, a store half made.
 */
public final class StoreRecovery {
    static final String QUARANTINE = "lockstep-quarantine-";

    /** A git of ours that works longer than that after its run was killed is stuck. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Neither a lock nor a quarantine of a git that lives is as old, unless all stood still. */
    private static final Duration OLD = Duration.ofMinutes(10);

    private StoreRecovery() {}

    /**
     * Waits for git processes that outlive a killed run, then removes what killed ones left. Only
     * for who holds the project's lock, before anything else.
     *
     * @param store the directory of an {@link ObjectStore}, which may not exist yet
     * @throws IOException if a git process of a killed run does not end
     */
    public static void sweep(Path store) throws IOException, InterruptedException {
        Path bare = store.toAbsolutePath().normalize();
        Leftovers.await(Git.STORE, bare.toString(), LONGEST);
        if (!Files.exists(bare, LinkOption.NOFOLLOW_LINKS)) {
            sweepUnfinished(bare);
            return;
        }
        Leftovers.await(Git.STORE, bare.toRealPath().toString(), LONGEST);
        sweepUnfinished(bare);
        sweepInside(bare);
    }

    /**
     * Removes old locks and quarantines of killed processes from a store in which others may be at
     * work, as the jobs of a workspace are.
     */
    static void unlock(Path bare) throws IOException, InterruptedException {
        if (obstacles(bare).isEmpty() || Leftovers.any(Git.STORE, bare.toRealPath().toString())) {
            return;
        }
        Path guard = bare.resolve("lockstep.unlock");
        try (FileChannel channel =
                        FileChannel.open(
                                guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = channel.tryLock()) {
            // One at a time: what is found to be old can't be replaced by a new one meanwhile.
            if (alone != null) {
                for (Path one : obstacles(bare)) {
                    Trees.delete(one);
                }
            }
        } catch (OverlappingFileLockException e) {
            return; // Another thread does it.
        }
    }

    private static List<Path> obstacles(Path bare) throws IOException {
        List<Path> old = new ArrayList<>();
        Files.walkFileTree(bare, new Obstacles(bare.resolve("objects"), old));
        return old;
    }

    /** A time that is yet to come is as far from now: the clock was set back. */
    private static boolean isOld(BasicFileAttributes attributes) {
        Duration age = Duration.between(attributes.lastModifiedTime().toInstant(), Instant.now());
        return age.abs().compareTo(OLD) > 0;
    }

    private static void sweepUnfinished(Path bare) throws IOException {
        try (DirectoryStream<Path> unfinished =
                Files.newDirectoryStream(bare.getParent(), StoreSetup.freshPrefix(bare) + "*")) {
            for (Path one : unfinished) {
                Trees.delete(one);
            }
        }
    }

    private static void sweepInside(Path bare) throws IOException {
        Files.walkFileTree(
                bare,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a)
                            throws IOException {
                        String name = dir.getFileName().toString();
                        if (name.startsWith(QUARANTINE) || name.startsWith("tmp_objdir-")) {
                            Trees.delete(dir);
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        String name = file.getFileName().toString();
                        if (name.endsWith(".lock")
                                || name.startsWith("tmp_")
                                || name.startsWith(".lockstep.gitconfig.")) {
                            Files.deleteIfExists(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
    }

    /** Collects what is old of locks and quarantines. */
    private static final class Obstacles extends SimpleFileVisitor<Path> {
        private final Path skipped;
        private final List<Path> old;

        Obstacles(Path skipped, List<Path> old) {
            this.skipped = skipped;
            this.old = old;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            boolean quarantine = directory.getFileName().toString().startsWith(QUARANTINE);
            if (quarantine && isOld(attributes)) {
                old.add(directory);
            }
            return quarantine || directory.equals(skipped)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().endsWith(".lock") && isOld(attributes)) {
                old.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        /** What is gone meanwhile is in nobody's way. */
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
