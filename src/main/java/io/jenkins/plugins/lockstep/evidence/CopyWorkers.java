package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Copies files, hashes them as they pass, and flushes them to the disk. Several at once, because a
 * disk flushes many files in the time of one.
 */
final class CopyWorkers implements Closeable {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final int THREADS = 8;
    private static final int QUEUED = 64;
    private static final int BLOCK = 128 << 10;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ThreadLocal<ByteBuffer> blocks =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(BLOCK));
    private final Queue<Future<Subject>> pending = new ArrayDeque<>();
    private final List<Subject> done = new ArrayList<>();
    private volatile boolean cancelled;

    /**
     * @param maxBytes of all files together
     */
    CopyWorkers(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Has a file copied; waits while too many are under way.
     *
     * @param source closed afterwards
     * @param size as the directory says; a file that says too much is refused unread
     * @param name of the subject
     */
    void copy(ReadableByteChannel source, long size, Path target, String name) throws IOException {
        try {
            if (size > maxBytes - bytes.get()) {
                throw tooLarge(name);
            }
            while (pending.size() >= QUEUED) {
                takeOne();
            }
            pending.add(threads.submit(() -> copyNow(source, target, name)));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Waits for all, and gives what was copied. */
    List<Subject> finish() throws IOException {
        while (!pending.isEmpty()) {
            takeOne();
        }
        return done;
    }

    private void takeOne() throws IOException {
        try {
            done.add(pending.remove().get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while evidence was collected");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("cannot collect evidence: " + e.getCause(), e.getCause());
        }
    }

    private Subject copyNow(ReadableByteChannel source, Path target, String name)
            throws IOException {
        MessageDigest digest = Digest.algorithm();
        ByteBuffer block = blocks.get();
        try (source;
                FileChannel out =
                        FileChannel.open(target, NEW, ReadOnly.newFile(target.getFileSystem()))) {
            while (!cancelled && source.read(block.clear()) >= 0) {
                block.flip();
                if (bytes.addAndGet(block.remaining()) > maxBytes) {
                    throw tooLarge(name);
                }
                digest.update(block.array(), 0, block.limit());
                while (block.hasRemaining()) {
                    out.write(block);
                }
            }
            out.force(true);
        }
        return Subject.file(name, Digest.finish(digest.digest()));
    }

    private EvidenceRefusedException tooLarge(String name) {
        return new EvidenceRefusedException(
                EvidenceNames.printable(name),
                "with it, the evidence is larger than " + maxBytes + " bytes");
    }

    /** Ends and joins the threads, after a failure too. */
    @Override
    public void close() {
        cancelled = true;
        threads.shutdown();
        boolean interrupted = Thread.interrupted();
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
