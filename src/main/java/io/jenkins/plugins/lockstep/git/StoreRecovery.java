package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.process.Leftovers;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/**
 * What a killed run left of a store: git processes that are at work still, lock files, temporary
 * packs and objects, quarantines, a store half made.
 */
public final class StoreRecovery {
    static final String QUARANTINE = "lockstep-quarantine-";

    /** A git of ours that works longer than that after its run was killed is stuck. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

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
}
