package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs processes as whole trees within limits. One thread watches the limits of all of them; what a
 * process prints is read by the thread that called. Safe for use by many threads.
 */
public final class ProcessRunner implements AutoCloseable {
    /** In the environment of all that is started: whose it is; see {@link #sweep}. */
    public static final String OWNER = "LOCKSTEP_OWNER";

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int SWEEP_ROUNDS = 200;

    private final String owner;
    private final Sandboxes sandboxes;
    private final Duration grace;
    private final OutputPipes pipes;
    private final ScheduledThreadPoolExecutor monitor;
    private final Set<Running> active = new HashSet<>();
    private boolean closed;

    /**
     * @param owner by which {@link #sweep} finds what is left if we are killed, such as the path of
     *     the project's directory
     */
    public ProcessRunner(String owner) {
        this(owner, Sandboxes.detect());
    }

    public ProcessRunner(String owner, Sandboxes sandboxes) {
        this(owner, sandboxes, GRACE);
    }

    ProcessRunner(String owner, Sandboxes sandboxes, Duration grace) {
        this.grace = grace;
        this.owner = owner;
        this.sandboxes = sandboxes;
        this.pipes = new OutputPipes(owner);
        this.monitor =
                new ScheduledThreadPoolExecutor(
                        1, task -> new Thread(task, "lockstep-process-monitor"));
        monitor.setRemoveOnCancelPolicy(true);
        monitor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** What is put around processes here. */
    public Sandboxes sandboxes() {
        return sandboxes;
    }

    /**
     * Runs it to its end, or to the first limit that it meets, and returns when its whole tree is
     * gone. What the program leaves running when it exits is ended at once; at a limit all are
     * asked to end first (SIGTERM) and are killed two seconds later.
     *
     * @param log the file for standard output and error; replaced. It keeps the first and the last
     *     part of what is longer than {@code caps.logBytes}
     * @param lines gets each line within that cap as it comes, on the calling thread, cut to 1 MiB;
     *     null for nobody. What it throws ends the tree and is thrown on
     * @throws IOException if the log can't be written or the runner is closed
     * @throws InterruptedException if the calling thread was interrupted; the tree is gone then too
     */
    public Ended run(
            Command command, Deadline deadline, Caps caps, Path log, Consumer<String> lines)
            throws IOException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the process was started");
        }
        long began = System.nanoTime();
        try (ProcessLog out = new ProcessLog(log, caps.logBytes(), lines)) {
            if (deadline.passed()) {
                return notStarted(out, Watch.timeLimit(deadline), began);
            }
            try {
                Running running =
                        new Running(
                                prepared(command),
                                sandboxes,
                                deadline,
                                caps,
                                out,
                                pipes,
                                grace,
                                monitor);
                enter(running);
                try {
                    return running.run(began);
                } finally {
                    leave(running);
                }
            } catch (Programs.CannotStart e) {
                return notStarted(out, new Ending(Ended.How.CANNOT_START, e.getMessage()), began);
            }
        }
    }

    private static Ended notStarted(ProcessLog out, Ending why, long began) throws IOException {
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        return out.ended(why.how(), -1, why.detail(), time, false);
    }

    /** The command with its program's full path, and with what is ours hidden from it. */
    private Command prepared(Command command) throws Programs.CannotStart, IOException {
        String refusal = sandboxes.refusal(command.sandbox()).orElse(null);
        if (refusal != null) {
            throw new Programs.CannotStart(refusal);
        }
        List<String> argv = new ArrayList<>(command.argv());
        Path program = Programs.resolve(command);
        argv.set(0, program.toString());
        Map<String, String> environment = new HashMap<>(command.environment());
        environment.put(OWNER, owner);
        Sandbox sandbox = command.sandbox();
        if (sandboxes.enforces(sandbox)) {
            sandbox = sandbox.withHidden(pipes.directory());
        }
        return new Command(argv, command.directory(), environment, command.stdin(), sandbox);
    }

    private void enter(Running running) throws IOException {
        synchronized (active) {
            if (closed) {
                throw new IOException("the process runner is closed");
            }
            active.add(running);
        }
    }

    private void leave(Running running) {
        synchronized (active) {
            active.remove(running);
            active.notifyAll();
        }
    }

    /** Ends whatever runs, waits until it is gone, and joins the thread that watches. */
    @Override
    public void close() throws IOException {
        boolean interrupted = false;
        synchronized (active) {
            closed = true;
            active.forEach(Running::close);
            while (!active.isEmpty()) {
                try {
                    active.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        monitor.shutdown();
        boolean ended = false;
        while (!ended) {
            try {
                ended = monitor.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        pipes.close();
    }

    /**
     * Ends all processes that runners of that owner started and left, because their Java process
     * was killed. Call it only while no such runner can be at work.
     *
     * @return how many there were
     * @throws IOException if some can't be ended
     */
    public static int sweep(String owner) throws IOException, InterruptedException {
        Set<Long> ended = new HashSet<>();
        int quiet = 0;
        for (int round = 1; quiet < 2; round++) {
            Set<Long> left = Leftovers.end(OWNER, owner);
            if (round > SWEEP_ROUNDS) {
                throw new IOException("processes of a killed run can't be ended: " + left);
            }
            ended.addAll(left);
            quiet = left.isEmpty() ? quiet + 1 : 0;
            TimeUnit.MILLISECONDS.sleep(Math.min(50, round));
        }
        OutputPipes.sweep(owner);
        return ended.size();
    }
}
