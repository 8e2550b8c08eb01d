package io.jenkins.plugins.lockstep.attempt;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks, a few at once, and gives their results as they complete. Closing it ends and joins
 * what still runs.
 */
final class Workers<T> implements AutoCloseable {
    private final ExecutorService threads;
    private final ExecutorCompletionService<T> completed;

    Workers(String name, int atOnce, List<Callable<T>> tasks) {
        AtomicInteger number = new AtomicInteger();
        threads =
                Executors.newFixedThreadPool(
                        Math.max(1, Math.min(atOnce, tasks.size())),
                        task -> new Thread(task, name + "-" + number.incrementAndGet()));
        completed = new ExecutorCompletionService<>(threads);
        tasks.forEach(completed::submit);
    }

    /** The next result; what a task threw is thrown here. */
    T take() throws IOException, InterruptedException {
        try {
            return completed.take().get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            } else if (cause instanceof InterruptedException) {
                throw new InterruptedException("a worker was interrupted");
            }
            throw new IllegalStateException("a worker failed: " + cause, cause);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
