package io.jenkins.plugins.lockstep.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Reads a ledger's seals in order, with their signatures checked ahead by several threads. */
final class Seals implements Closeable {
    private static final int AHEAD = 64;
    private static final long AHEAD_BYTES = 16 << 20;

    private final LedgerLines lines;
    private final VerifyingKey key;
    private final ExecutorService threads;
    private final Extent extent;
    private final Queue<Ahead> ahead = new ArrayDeque<>();
    private long aheadBytes;
    private long position;
    private boolean ended;
    private IOException unreadable;

    private record Ahead(Future<Seal> seal, long bytes) {}

    /**
     * How much is read of a ledger that may grow meanwhile.
     *
     * @param bytes lines that begin before that
     * @param entries or are among the first so many
     */
    record Extent(long bytes, long entries) {
        boolean covers(long number, LedgerLines.Line line) {
            return number <= entries || line.start() < bytes;
        }
    }

    private Seals(LedgerLines lines, VerifyingKey key, ExecutorService threads, Extent extent) {
        this.lines = lines;
        this.extent = extent;
        this.key = key;
        this.threads = threads;
    }

    static Seals open(Path ledger, VerifyingKey key, int threads, Extent extent) {
        LedgerLines lines = null;
        IOException unreadable = null;
        try {
            lines = LedgerLines.open(ledger);
        } catch (IOException e) {
            unreadable = e;
        }
        Seals seals =
                new Seals(
                        lines,
                        key,
                        threads > 1 ? Executors.newFixedThreadPool(threads) : null,
                        extent);
        seals.unreadable = unreadable;
        return seals;
    }

    /** Why the ledger's file could not be read to its end; empty if it could. */
    Optional<Finding> problem() {
        return Optional.ofNullable(unreadable)
                .map(
                        e ->
                                new Finding(
                                        "ledger",
                                        position + 1,
                                        "",
                                        "",
                                        "the ledger can't be read: " + e));
    }

    /** The next one; null at the end. */
    Seal next() throws IOException {
        if (threads == null) {
            LedgerLines.Line line = line();
            return line == null ? null : Seal.read(++position, line, key);
        }
        while (!ended && ahead.size() < AHEAD && aheadBytes < AHEAD_BYTES) {
            submit();
        }
        if (ahead.isEmpty()) {
            return null;
        }
        Ahead first = ahead.remove();
        aheadBytes -= first.bytes();
        return result(first.seal());
    }

    /** Ends with the extent, or at what can't be read, which {@link #problem} then tells. */
    private LedgerLines.Line line() throws IOException {
        try {
            LedgerLines.Line line = unreadable == null ? lines.next() : null;
            return line == null || !extent.covers(position + 1, line) ? null : line;
        } catch (ClosedByInterruptException e) {
            throw new InterruptedIOException("interrupted while a ledger was verified");
        } catch (IOException e) {
            unreadable = e;
            return null;
        }
    }

    private void submit() throws IOException {
        LedgerLines.Line line = line();
        if (line == null) {
            ended = true;
            return;
        }
        long number = ++position;
        long bytes = line.bytes() == null ? 0 : line.bytes().length;
        aheadBytes += bytes;
        ahead.add(new Ahead(threads.submit(() -> Seal.read(number, line, key)), bytes));
    }

    private static Seal result(Future<Seal> seal) throws IOException {
        try {
            return seal.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a ledger was verified");
        } catch (ExecutionException e) {
            throw new IOException("cannot verify: " + e.getCause(), e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
        if (threads == null) {
            return;
        }
        threads.shutdownNow();
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
