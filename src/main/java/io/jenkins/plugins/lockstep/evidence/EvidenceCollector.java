package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
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

    /** Threads that copy, which wait for the disk too; at most so many hash. */
    private static final int THREADS = 8;

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
        return collect(from, to, maxBytes, true);
    }

    /**
     * The same, but the machine may forget it when it stops: for what {@link #take} takes later,
     * which brings it to the disk then.
     */
    public static void copy(Path from, Path to, long maxBytes) throws IOException {
        collect(from, to, maxBytes, false);
    }

    private static List<Subject> collect(Path from, Path to, long maxBytes, boolean flush)
            throws IOException {
        Path target = target(to);
        Path temp = temp(target);
        Files.createDirectory(temp);
        try {
            return publish(copied(from, temp, maxBytes, flush), temp, target, flush);
        } catch (IOException | RuntimeException e) {
            deleteQuietly(temp, e);
            throw interrupted(e);
        }
    }

    /**
     * The same, but moves the files instead of copying them, which costs little more than hashing
     * them: {@code from} is gone afterwards, and as it was if this fails. For when all processes
     * that wrote there have ended. Files that are not ours alone (another owner, hard links,
     * another file system) are copied all the same.
     */
    public static List<Subject> take(Path from, Path to, long maxBytes) throws IOException {
        Path target = target(to);
        Path temp = temp(target);
        Path source = from.toAbsolutePath();
        try {
            if (!Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
                throw new EvidenceRefusedException(from.toString(), "it is not a directory");
            }
            Files.move(source, temp, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            return copyAndDelete(from, to, maxBytes);
        }
        try {
            return publish(hash(temp, maxBytes), temp, target, true);
        } catch (TakenEvidence.NotOursException e) {
            putBack(temp, source, e);
            return copyAndDelete(from, to, maxBytes);
        } catch (IOException | RuntimeException e) {
            putBack(temp, source, e);
            throw interrupted(e);
        }
    }

    /**
     * Only looks whether it could be collected now: for files that are read later, by somebody who
     * trusts nothing of them either.
     *
     * @throws EvidenceRefusedException as {@link #collect} does
     */
    public static void look(Path from, long maxBytes) throws IOException {
        new SourceWalk(new LookedAtEvidence(maxBytes)).run(from);
    }

    private static void putBack(Path temp, Path source, Exception cause) throws IOException {
        try {
            Files.move(temp, source, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            e.addSuppressed(cause);
            throw e;
        }
    }

    private static List<Subject> copyAndDelete(Path from, Path to, long maxBytes)
            throws IOException {
        List<Subject> subjects = collect(from, to, maxBytes);
        AtomicFiles.deleteTree(from);
        return subjects;
    }

    private static Path target(Path to) throws IOException {
        Path target = to.toAbsolutePath();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.createDirectories(target.getParent());
        return target;
    }

    private static Path temp(Path target) {
        return target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static List<Subject> copied(Path from, Path temp, long maxBytes, boolean flush)
            throws IOException {
        try (FileWorkers workers = new FileWorkers(maxBytes, THREADS)) {
            CopiedEvidence copied = new CopiedEvidence(workers, temp, flush);
            new SourceWalk(copied).run(from);
            List<Subject> subjects = sorted(workers.finish());
            copied.seal();
            return subjects;
        }
    }

    private static List<Subject> hash(Path temp, long maxBytes) throws IOException {
        int hashing = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
        try (FileWorkers workers = new FileWorkers(maxBytes, hashing)) {
            Object self = TakenEvidence.owner(temp.getParent());
            TakenEvidence taken = new TakenEvidence(workers, temp, self);
            new SourceWalk(taken).run(temp);
            List<Subject> subjects = sorted(workers.finish());
            taken.seal();
            return subjects;
        }
    }

    private static List<Subject> sorted(List<Subject> subjects) {
        List<Subject> sorted = new ArrayList<>(subjects);
        sorted.sort(Comparator.comparing(Subject::name));
        return sorted;
    }

    private static List<Subject> publish(
            List<Subject> subjects, Path temp, Path target, boolean flush) throws IOException {
        if (subjects.isEmpty()) {
            AtomicFiles.deleteTree(temp);
            return subjects;
        }
        Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
        try {
            ReadOnly.directory(target);
            if (flush) {
                AtomicFiles.fsyncDirectory(target.getParent());
            }
            return subjects;
        } catch (IOException | RuntimeException e) {
            ReadOnly.release(target);
            Files.move(target, temp, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
    }

    /** What a channel throws when its thread is interrupted is not for callers to know. */
    private static IOException interrupted(Exception e) throws IOException {
        if (e instanceof ClosedByInterruptException) {
            return new InterruptedIOException("interrupted while evidence was collected");
        }
        if (e instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        return (IOException) e;
    }

    private static void deleteQuietly(Path temp, Exception cause) {
        try {
            AtomicFiles.deleteTree(temp);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
