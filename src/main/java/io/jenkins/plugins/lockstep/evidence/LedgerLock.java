package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes this process, and within it one object, the only one that writes a ledger. The system frees
 * the lock when the process ends, however it ends.
 */
final class LedgerLock implements Closeable {
    /**
     * The ledgers that this process holds. It has to be for the whole process: POSIX gives up a
     * process's locks on a file as soon as the process closes any channel of it, so a second opener
     * must be turned away before it opens one.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Path info;
    private final FileChannel channel;

    private LedgerLock(Path directory, Path info, FileChannel channel) {
        this.directory = directory;
        this.info = info;
        this.channel = channel;
    }

    /**
     * @throws LedgerHeldException if somebody holds it, with who
     */
    static LedgerLock take(Path lockstepDir, String run) throws IOException {
        Path directory = lockstepDir.toRealPath();
        LedgerFiles files = new LedgerFiles(directory);
        if (!HELD.add(directory)) {
            throw held(files);
        }
        try {
            FileChannel channel = lock(files);
            LedgerLock lock = new LedgerLock(directory, files.holder(), channel);
            try {
                AtomicFiles.sweep(files.holder());
                AtomicFiles.write(files.holder(), Json.pretty(Holder.self(run)));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            return lock;
        } catch (IOException | RuntimeException e) {
            HELD.remove(directory);
            throw e;
        }
    }

    private static FileChannel lock(LedgerFiles files) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        files.lock(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw held(files);
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw held(files);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static LedgerHeldException held(LedgerFiles files) {
        Holder holder = Holder.read(files.holder());
        return new LedgerHeldException(
                files.directory()
                        + " is held by "
                        + (holder == null ? "a run that is just starting" : holder)
                        + ": wait for its end, or stop it",
                holder);
    }

    /** Who holds it is forgotten first, so that nobody reads a holder that is gone. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(info);
        } finally {
            try {
                channel.close();
            } finally {
                HELD.remove(directory);
            }
        }
    }
}
