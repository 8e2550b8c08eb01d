package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Does something with each of many files, within a limit for the bytes of all. Two kinds of threads
 * work on them, one after the other: many that wait for the disk, which flushes many files in the
 * time of one, and few that compute. Threads that did both would keep the disk waiting whenever the
 * processors are busy.
 */
final class FileWorkers implements Closeable {
    private static final int WAITING = 16;

    /** Most files that one thread takes at a time. */
    private static final int PORTION = 8;

    /** Portions that are open at once. */
    private static final int QUEUED = 64;

    private static final int BLOCK = 128 << 10;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();
    private final ExecutorService waiting = Executors.newFixedThreadPool(WAITING);
    private final ExecutorService computing;
    private final ThreadLocal<Scratch> scratch =
            ThreadLocal.withInitial(
                    () -> new Scratch(ByteBuffer.allocate(BLOCK), Digest.algorithm()));
    private final Queue<Future<Future<List<Subject>>>> pending = new ArrayDeque<>();
    private final List<Subject> done = new ArrayList<>();
    private volatile boolean cancelled;

    /**
     * @param maxBytes of all files together
     * @param threads that run the work
     */
    FileWorkers(long maxBytes, int threads) {
        this.maxBytes = maxBytes;
        this.computing = Executors.newFixedThreadPool(threads);
    }

    /** What a thread has for its own. */
    record Scratch(ByteBuffer block, MessageDigest digest) {}

    /** What is done with each file. */
    interface Work {
        /** Before any file of the same portion is read: what waits for the disk. */
        default void prepare(ReadableByteChannel content) throws IOException {}

        Subject run(SourceFile file, ReadableByteChannel content, Scratch scratch)
                throws IOException;
    }

    /** What is done with a path. */
    interface Change {
        void run(Path path) throws IOException;
    }

    /**
     * Opens the files, has it done and closes them; waits while too many are under way. One that is
     * too large by what its directory says is refused unread.
     */
    void submit(SourceDirectory in, List<SourceFile> files, Work work) throws IOException {
        for (List<SourceFile> portion : portions(files, PORTION)) {
            while (pending.size() >= QUEUED) {
                takeOne();
            }
            OpenFiles opened = new OpenFiles();
            try {
                for (SourceFile file : portion) {
                    if (file.attributes().size() > maxBytes - bytes.get()) {
                        throw tooLarge(file, maxBytes);
                    }
                    opened.open(in, file);
                }
                pending.add(waiting.submit(() -> prepare(opened, work)));
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
        }
    }

    /** Small enough that every thread gets some. */
    private static <T> List<List<T>> portions(List<T> all, int most) {
        int size = Math.max(1, Math.min(most, all.size() / (2 * WAITING)));
        List<List<T>> portions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            portions.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return portions;
    }

    /** Has it done with all paths, and waits for that. */
    void change(List<Path> paths, Change change) throws IOException {
        for (List<Path> portion : portions(paths, paths.size())) {
            pending.add(
                    waiting.submit(
                            () -> {
                                for (Path path : portion) {
                                    change.run(path);
                                }
                                return CompletableFuture.completedFuture(List.of());
                            }));
        }
        finish();
    }

    /** Also when all has failed, to close what is open. */
    private Future<List<Subject>> prepare(OpenFiles files, Work work) throws IOException {
        try {
            for (int i = 0; i < files.size() && !cancelled; i++) {
                work.prepare(files.content(i));
            }
            return computing.submit(() -> run(files, work));
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** Likewise. */
    private List<Subject> run(OpenFiles files, Work work) throws IOException {
        List<Subject> subjects = new ArrayList<>();
        try (files) {
            for (int i = 0; i < files.size() && !cancelled; i++) {
                subjects.add(work.run(files.file(i), files.content(i), scratch.get()));
            }
        }
        return subjects;
    }

    /** Counts bytes of a file as they are read. */
    void count(SourceFile file, int more) throws EvidenceRefusedException {
        if (bytes.addAndGet(more) > maxBytes) {
            throw tooLarge(file, maxBytes);
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
            done.addAll(pending.remove().get().get());
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

    static EvidenceRefusedException tooLarge(SourceFile file, long maxBytes) {
        return new EvidenceRefusedException(
                file.shown(), "with it, the evidence is larger than " + maxBytes + " bytes");
    }

    /** Ends and joins the threads, after a failure too. */
    @Override
    public void close() {
        cancelled = true;
        boolean interrupted = Thread.interrupted();
        interrupted |= join(waiting);
        interrupted |= join(computing);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @return whether this thread was interrupted meanwhile
     */
    private static boolean join(ExecutorService threads) {
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
