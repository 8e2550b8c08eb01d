package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * Takes what an attempt left, trusting nothing of it: no link is followed, nothing but files and
 * directories is opened, and names, number and sizes are bounded.
 */
public final class EvidenceCollector {
    /** Most files and directories of one attempt. */
    public static final int MAX_FILES = 100_000;

    private EvidenceCollector() {}

    /**
     * Copies all files under {@code from} into a new directory {@code to}, which appears whole, on
     * the disk and read-only, or not at all. Empty directories are left out; without any file there
     * will be no {@code to}.
     *
     * @param maxBytes of all files together
     * @return the files with their digests, sorted by name
     * @throws EvidenceRefusedException naming the file and the reason
     * @throws FileAlreadyExistsException if there is a {@code to}
     * @throws java.io.InterruptedIOException if the thread was interrupted, which it still is then
     */
    public static List<Subject> collect(Path from, Path to, long maxBytes) throws IOException {
        Path target = to.toAbsolutePath();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.createDirectories(target.getParent());
        Path temp =
                target.resolveSibling(
                        "." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        Files.createDirectory(temp);
        try {
            List<Subject> subjects = copy(from, temp, maxBytes);
            if (subjects.isEmpty()) {
                AtomicFiles.deleteTree(temp);
                return subjects;
            }
            Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
            ReadOnly.directory(target);
            AtomicFiles.fsyncDirectory(target.getParent());
            return subjects;
        } catch (IOException | RuntimeException e) {
            deleteQuietly(temp, e);
            throw e;
        }
    }

    private static List<Subject> copy(Path from, Path temp, long maxBytes) throws IOException {
        try (CopyWorkers workers = new CopyWorkers(maxBytes)) {
            SourceWalk walk = new SourceWalk(workers, temp);
            walk.run(from);
            List<Subject> subjects = new ArrayList<>(workers.finish());
            for (Path directory : walk.directories()) {
                AtomicFiles.fsyncDirectory(directory);
                if (!directory.equals(temp)) {
                    ReadOnly.directory(directory);
                }
            }
            subjects.sort(Comparator.comparing(Subject::name));
            return subjects;
        }
    }

    private static void deleteQuietly(Path temp, Exception cause) {
        try {
            AtomicFiles.deleteTree(temp);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
