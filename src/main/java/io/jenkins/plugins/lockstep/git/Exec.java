package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.process.Leftovers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * One short process of our own: fed, read and waited for. Interrupting the caller ends the process
 * and what it started; every thread begun here has ended when {@link #run} returns. What it leaves
 * behind may live on, but is ended if it keeps the output open.
 */
final class Exec {
    /** Most that is kept of what a process says on standard error, in bytes. */
    private static final int MAX_STDERR = 64 << 10;

    /** Most output that is held in memory, in bytes. */
    static final int MAX_OUTPUT = 512 << 20;

    /** For a process that is to end to clean up after itself. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** How long what a process leaves behind may keep its output open. */
    private static final long OPEN_MILLIS = 2000;

    /** Marks what one process starts. */
    private static final String CALL = "LOCKSTEP_CALL";

    private Exec() {}

    /** Reads a process's output to its end; runs in a thread of its own. */
    interface Reader<T> {
        T read(InputStream in) throws IOException;
    }

    /** Writes a process's input; runs in a thread of its own. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    record Result<T>(int exitCode, T output, String stderr) {}

    static Writer bytes(byte[] bytes) {
        return out -> out.write(bytes);
    }

    /** All of the output. */
    static byte[] all(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_OUTPUT);
        if (bytes.length == MAX_OUTPUT) {
            throw new IOException("a git command gave more than " + MAX_OUTPUT + " bytes");
        }
        return bytes;
    }

    /**
     * @param directory where it runs; null for ours
     * @param environment all of it
     * @param input null for none
     * @throws IOException if it can't start, or if the reader or the writer failed
     */
    static <T> Result<T> run(
            List<String> argv,
            Path directory,
            Map<String, String> environment,
            Writer input,
            Reader<T> reader)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().clear();
        builder.environment().putAll(environment);
        String call = UUID.randomUUID().toString();
        builder.environment().put(CALL, call);
        if (directory != null) {
            builder.directory(directory.toFile());
        }
        Process process = builder.start();
        List<Thread> threads = new ArrayList<>();
        try {
            FutureTask<T> output =
                    start(threads, () -> killingOnFailure(process, reader), "git-output");
            FutureTask<String> errors = start(threads, () -> errors(process), "git-errors");
            FutureTask<Void> fed = null;
            if (input == null) {
                process.getOutputStream().close();
            } else {
                fed = start(threads, () -> feed(process, input), "git-input");
            }
            int exitCode = process.waitFor();
            releaseOutput(threads, call);
            T value = get(output);
            String stderr = get(errors);
            if (fed != null) {
                get(fed);
            }
            return new Result<>(exitCode, value, stderr);
        } finally {
            end(process, threads, call);
        }
    }

    /**
     * Waits for the threads of a process that has ended, and, if that takes long, ends whatever
     * keeps them waiting: reading a pipe can't be interrupted.
     */
    private static void releaseOutput(List<Thread> threads, String call)
            throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(OPEN_MILLIS);
            if (thread.isAlive()) {
                Leftovers.end(CALL, call);
            }
        }
    }

    private static <T> FutureTask<T> start(
            List<Thread> threads, java.util.concurrent.Callable<T> work, String name) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, name);
        threads.add(thread);
        thread.start();
        return task;
    }

    private static <T> T killingOnFailure(Process process, Reader<T> reader) throws IOException {
        boolean read = false;
        try (InputStream in = process.getInputStream()) {
            T value = reader.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            read = true;
            return value;
        } finally {
            if (!read) {
                process.destroyForcibly();
            }
        }
    }

    private static String errors(Process process) throws IOException {
        try (InputStream in = process.getErrorStream()) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            kept.writeBytes(in.readNBytes(MAX_STDERR));
            in.transferTo(OutputStream.nullOutputStream());
            return kept.toString(StandardCharsets.UTF_8);
        }
    }

    /** A process that ends before it has read all says why itself, so a broken pipe is no news. */
    private static Void feed(Process process, Writer input) throws IOException {
        BrokenPipe out = new BrokenPipe(process.getOutputStream());
        try (out) {
            input.write(out);
        }
        return null;
    }

    private static <T> T get(FutureTask<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void end(Process process, List<Thread> threads, String call) {
        boolean interrupted = process.isAlive() && stop(process);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            try {
                releaseOutput(threads, call);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Asks first, since git takes its lock files away then, and kills what doesn't listen.
     *
     * @return whether it was interrupted meanwhile
     */
    private static boolean stop(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        boolean interrupted = false;
        long end = System.nanoTime() + GRACE_NANOS;
        for (long left = GRACE_NANOS; left > 0; left = end - System.nanoTime()) {
            try {
                if (process.waitFor(left, TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        return interrupted;
    }

    /** Swallows what a process that has ended no longer reads. */
    private static final class BrokenPipe extends OutputStream {
        private final OutputStream out;
        private boolean broken;

        BrokenPipe(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            if (!broken) {
                try {
                    out.write(bytes, from, length);
                } catch (IOException e) {
                    broken = true;
                }
            }
        }

        @Override
        public void flush() {
            try {
                out.flush();
            } catch (IOException e) {
                broken = true;
            }
        }

        @Override
        public void close() {
            try {
                out.close();
            } catch (IOException e) {
                broken = true;
            }
        }
    }
}
