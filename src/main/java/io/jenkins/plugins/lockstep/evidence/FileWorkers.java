package io.jenkins.plugins.lockstep.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does something with each of many files, within a limit for the bytes of all. Several at once,
 * because a disk flushes many files in the time of one.
 */
final class FileWorkers implements Closeable {
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
    FileWorkers(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * What is done with one file. It is called even when all has failed, to close what it holds.
     */
    interface Work {
        /**
         * @param block to read into
         */
        Subject run(ByteBuffer block) throws IOException;
    }

    /**
     * Has it done; waits while too many are under way.
     *
     * @param size of the file as its directory says; one that says too much is refused unread
     */
    void submit(String name, long size, Work work) throws IOException {
        if (size > maxBytes - bytes.get()) {
            throw tooLarge(name, maxBytes);
        }
        while (pending.size() >= QUEUED) {
            takeOne();
        }
        pending.add(threads.submit(() -> work.run(blocks.get())));
    }

    /** Counts bytes of a file as they are read. */
    void count(String name, int more) throws EvidenceRefusedException {
        if (bytes.addAndGet(more) > maxBytes) {
            throw tooLarge(name, maxBytes);
        }
    }

    /** Whether what is under way should end, because something else failed. */
    boolean cancelled() {
        return cancelled;
    }

    /** Waits for all, and gives what came of them. */
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

    static EvidenceRefusedException tooLarge(String name, long maxBytes) {
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
