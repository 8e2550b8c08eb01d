package io.jenkins.plugins.lockstep.process;

import io.jenkins.plugins.lockstep.process.OutputPipes.OutputPipe;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One process on its way from start to end. The calling thread starts it, reads what it prints and
 * waits; the monitor's thread strikes when a limit is passed. Whoever first says why it has to end
 * is right.
 */
final class Running {
    /** After the program's end, how long its output may stay open before somebody is looked for. */
    private static final long DRAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int DRAIN_ROUNDS = 100;
    private static final int END_ROUNDS = 600;

    /** Looks for somebody new, on a machine where others start processes all the time. */
    private static final int SETTLE_ROUNDS = 20;

    private static final int BUFFER = 32 << 10;

    private final Command command;
    private final Sandboxes sandboxes;
    private final Deadline deadline;
    private final Caps caps;
    private final ProcessLog log;
    private final OutputPipes pipes;
    private final Duration grace;
    private final Watch watch;
    private final String cookie = UUID.randomUUID().toString();
    private OutputPipe pipe;
    private Process process;
    private ProcessTree tree;
    private Ending ending;
    private volatile boolean drained;

    Running(
            Command command,
            Sandboxes sandboxes,
            Deadline deadline,
            Caps caps,
            ProcessLog log,
            OutputPipes pipes,
            Duration grace,
            ScheduledExecutorService monitor) {
        this.command = command;
        this.sandboxes = sandboxes;
        this.deadline = deadline;
        this.caps = caps;
        this.log = log;
        this.pipes = pipes;
        this.grace = grace;
        this.watch = new Watch(monitor, caps, this::end);
    }

    /**
     * @param began on {@link System#nanoTime}'s clock
     */
    Ended run(long began) throws IOException, InterruptedException, Programs.CannotStart {
        long diskBefore = watch.disk();
        boolean interrupted = false;
        Exception trouble = null;
        try (OutputPipe opened = pipes.open()) {
            start(opened, diskBefore);
            try {
                pump();
            } catch (ClosedByInterruptException e) {
                interrupted = true;
            } catch (AsynchronousCloseException e) {
                drained = true; // The monitor gave up on somebody who keeps the output open.
            } catch (IOException | RuntimeException e) {
                trouble = e;
            }
            interrupted |= Thread.interrupted();
            if (interrupted || trouble != null) {
                end(new Ending(null, ""));
                drained = true;
                pipe.reader().close();
            }
            interrupted |= await();
        }
        String left = endTree();
        watch.stop();
        rethrow(trouble);
        if (interrupted || Thread.interrupted()) {
            throw new InterruptedException("interrupted; the process tree was ended");
        }
        return ended(began, diskBefore, left);
    }

    private void start(OutputPipe opened, long diskBefore)
            throws IOException, Programs.CannotStart {
        try {
            ProcessBuilder builder = new ProcessBuilder(sandboxes.wrap(command));
            builder.directory(command.directory().toFile());
            builder.environment().clear();
            builder.environment().putAll(command.environment());
            builder.environment().put(ProcessTree.COOKIE, cookie);
            builder.redirectErrorStream(true);
            builder.redirectOutput(opened.sink());
            builder.redirectInput(
                    command.stdin() == null ? new File("/dev/null") : command.stdin().toFile());
            process = builder.start();
        } catch (IllegalArgumentException | IOException e) {
            String cause = e.getCause() == null ? "" : " (" + e.getCause().getMessage() + ")";
            throw new Programs.CannotStart(e.getMessage() + cause);
        }
        opened.started();
        synchronized (this) {
            pipe = opened;
            tree = new ProcessTree(process.toHandle(), cookie, sandboxes.contains());
            if (ending != null) {
                strike();
            }
        }
        watch.limits(deadline, tree, diskBefore);
        process.onExit().thenRun(() -> watch.after(DRAIN_NANOS, () -> drain(1)));
    }

    private void pump() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (pipe.reader().read(buffer) >= 0) {
            if (!log.write(buffer.array(), buffer.position())) {
                end(
                        new Ending(
                                Ended.How.OUTPUT_LIMIT,
                                "output limit reached: more than " + caps.logBytes() + " bytes"));
            }
            buffer.clear();
        }
        drained = true;
    }

    /** Somebody who lives on has our output open: end him; if that can't be, stop listening. */
    private void drain(int round) {
        if (drained) {
            return;
        }
        tree.kill(false);
        if (round % 10 == 0) {
            for (long pid : ProcessTable.holders(pipe.name())) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        if (round < DRAIN_ROUNDS) {
            watch.after(DRAIN_NANOS, () -> drain(round + 1));
            return;
        }
        try {
            pipe.reader().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the program, or its wrapper, has exited; true if we were interrupted. */
    private boolean await() {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
                end(new Ending(null, ""));
            }
        }
    }

    /** The runner is being closed. */
    void close() {
        end(new Ending(null, ""));
    }

    private synchronized void end(Ending why) {
        if (ending == null) {
            ending = why;
            if (tree != null) {
                strike();
            }
        }
    }

    private void strike() {
        watch.after(
                0,
                () -> {
                    tree.terminate();
                    watch.after(grace.toNanos(), this::killUntilExit);
                });
    }

    private void killUntilExit() {
        if (process.isAlive()) {
            tree.kill(false);
            watch.after(DRAIN_NANOS, this::killUntilExit);
        }
    }

    /**
     * After the exit of the program: ends what is left. Of a namespace whose wrapper exited in an
     * orderly way, nothing is.
     *
     * @return what could not be ended; empty if nothing
     */
    private String endTree() {
        if (tree.contained() && process.exitValue() != 128 + 9) {
            return "";
        }
        int left = tree.kill(true);
        for (int round = 1; left > 0 || !tree.settled() && round <= SETTLE_ROUNDS; round++) {
            if (round > END_ROUNDS) {
                return left + " processes of it can't be ended";
            }
            // Processes that are not our children give no sign when they end.
            LockSupport.parkNanos(Duration.ofMillis(Math.min(round, 50)).toNanos());
            left = tree.kill(true);
        }
        return "";
    }

    private static void rethrow(Exception trouble) throws IOException {
        if (trouble instanceof RuntimeException e) {
            throw e;
        }
        if (trouble instanceof IOException e) {
            throw e;
        }
    }

    private Ended ended(long began, long diskBefore, String left) throws IOException {
        watch.overDisk(diskBefore);
        Ending why;
        synchronized (this) {
            why =
                    ending != null
                            ? ending
                            : Ending.of(process.exitValue(), log.total(), log::lastLines);
        }
        if (why.how() == null) {
            throw new IOException("the process runner was closed; the process tree was ended");
        }
        String detail = why.detail();
        if (!left.isEmpty()) {
            detail = detail.isEmpty() ? left : detail + "; " + left;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        boolean sandboxed = sandboxes.enforces(command.sandbox());
        return log.ended(why.how(), process.exitValue(), detail, time, sandboxed);
    }
}
