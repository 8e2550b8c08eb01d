package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Processes that outlive the Java process that started them, because it was killed. They are known
 * by variables in their environment; where the system does not tell those, none is found.
 */
public final class Leftovers {
    /** Which Java process started a process: in the environment of what {@link #await} is for. */
    public static final String ENGINE = "LOCKSTEP_ENGINE";

    private static final int ROUNDS = 200;

    /**
     * How long the end of one is waited for: it is told only when the process that took it in has
     * taken notice, which the first one of a container may never do.
     */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Leftovers() {}

    /** The value of {@link #ENGINE} for what this Java process starts. */
    public static String engine() {
        return engine(ProcessHandle.current());
    }

    private static String engine(ProcessHandle process) {
        return process.pid() + "-" + ProcessTable.start(process);
    }

    /**
     * Waits for those that must not be ended half way, such as a git that moves the user's files:
     * all with that variable whose Java process is gone.
     *
     * @param most how long
     * @throws IOException if some are there still
     */
    public static void await(String variable, String value, Duration most)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (Set<Long> left = orphans(variable, value);
                !left.isEmpty();
                left = orphans(variable, value)) {
            for (long pid : left) {
                Optional<ProcessHandle> process = ProcessHandle.of(pid);
                if (process.isPresent()) {
                    await(process.get(), end);
                }
            }
        }
    }

    /** Waits for its end, for a while; the caller looks whether it is there still. */
    private static void await(ProcessHandle process, long end)
            throws IOException, InterruptedException {
        try {
            long left = Math.max(0, end - System.nanoTime());
            process.onExit().get(Math.min(left, LOOK_AGAIN_NANOS), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (System.nanoTime() - end < 0) {
                return;
            }
            throw new IOException(
                    "process "
                            + process.pid()
                            + " ("
                            + process.info().commandLine().orElse("?")
                            + ") of a killed run does not end; end it, then try again",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Set<Long> orphans(String variable, String value) throws InterruptedException {
        Set<Long> orphans = withVariable(ProcessTable.snapshot(), variable, value);
        orphans.removeIf(pid -> started(ProcessTable.variable(pid, ENGINE)));
        return orphans;
    }

    private static boolean started(Optional<String> engine) {
        if (engine.isEmpty()) {
            return true;
        }
        return ProcessHandle.of(Long.parseLong(engine.get().split("-")[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> engine(process).equals(engine.get()))
                .isPresent();
    }

    /**
     * Ends at once those that live and were started with that variable, or descend from such.
     *
     * @return which they were
     */
    public static Set<Long> end(String variable, String value) throws InterruptedException {
        Set<Long> owned = owned(variable, value);
        for (long pid : owned) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        return owned;
    }

    /** Whether any process with that variable lives, whoever started it. */
    public static boolean any(String variable, String value) throws InterruptedException {
        return !withVariable(ProcessTable.snapshot(), variable, value).isEmpty();
    }

    /** Those that live and were started with that variable, or descend from such. */
    static Set<Long> owned(String variable, String value) throws InterruptedException {
        Map<Long, ProcessTable.Row> rows = ProcessTable.snapshot();
        Set<Long> owned = withVariable(rows, variable, value);
        owned.addAll(ProcessTable.descendants(rows, owned));
        owned.removeIf(pid -> rows.get(pid) == null || rows.get(pid).zombie());
        // We ourselves may run below a process of that owner.
        for (ProcessHandle self = ProcessHandle.current();
                self != null;
                self = self.parent().orElse(null)) {
            owned.remove(self.pid());
        }
        return owned;
    }

    private static Set<Long> withVariable(
            Map<Long, ProcessTable.Row> rows, String variable, String value)
            throws InterruptedException {
        Set<Long> found = new HashSet<>();
        for (ProcessTable.Row row : rows.values()) {
            if (!row.zombie() && has(row.pid(), variable, value)) {
                found.add(row.pid());
            }
        }
        return found;
    }

    private static boolean has(long pid, String variable, String value)
            throws InterruptedException {
        ProcessTable.Answer answer = ProcessTable.hasVariable(pid, variable, value);
        for (int i = 0; i < ROUNDS && answer == ProcessTable.Answer.ASK_AGAIN; i++) {
            TimeUnit.MILLISECONDS.sleep(1);
            answer = ProcessTable.hasVariable(pid, variable, value);
        }
        return answer == ProcessTable.Answer.YES;
    }
}
