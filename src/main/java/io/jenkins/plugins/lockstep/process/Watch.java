package io.jenkins.plugins.lockstep.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the monitor's thread has to do later for one process, until that is over. */
final class Watch {
    private static final long MEMORY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long DISK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Disk checks may take one part in so many of the time. */
    private static final long DISK_SHARE = 50;

    private final ScheduledExecutorService monitor;
    private final Caps caps;
    private final Consumer<Ending> strike;
    private final List<Future<?>> tasks = new ArrayList<>();
    private boolean stopped;

    /**
     * @param strike is told when a limit is passed
     */
    Watch(ScheduledExecutorService monitor, Caps caps, Consumer<Ending> strike) {
        this.monitor = monitor;
        this.caps = caps;
        this.strike = strike;
    }

    static Ending timeLimit(Deadline deadline) {
        return new Ending(Ended.How.TIME_LIMIT, "time limit reached: " + deadline.limit());
    }

    synchronized void after(long nanos, Runnable task) {
        if (!stopped) {
            tasks.removeIf(Future::isDone);
            try {
                tasks.add(monitor.schedule(task, nanos, TimeUnit.NANOSECONDS));
            } catch (RejectedExecutionException e) {
                stopped = true; // The runner is closed, after all processes have ended.
            }
        }
    }

    synchronized void stop() {
        stopped = true;
        tasks.forEach(task -> task.cancel(false));
    }

    /** Looks at limits that the kernel does not tell us about, again and again. */
    void limits(Deadline deadline, ProcessTree tree, long diskBefore) {
        after(deadline.left().toNanos(), () -> strike.accept(timeLimit(deadline)));
        if (caps.memoryBytes() > 0) {
            after(MEMORY_NANOS, () -> memory(tree));
        }
        if (!caps.disks().isEmpty()) {
            after(DISK_NANOS, () -> disk(diskBefore));
        }
    }

    private void memory(ProcessTree tree) {
        long resident = tree.residentBytes();
        if (resident <= caps.memoryBytes()) {
            after(MEMORY_NANOS, () -> memory(tree));
            return;
        }
        strike.accept(
                new Ending(
                        Ended.How.MEMORY_LIMIT,
                        "memory limit reached: "
                                + resident
                                + " bytes are resident, "
                                + caps.memoryBytes()
                                + " are allowed"));
    }

    private void disk(long before) {
        long began = System.nanoTime();
        if (!overDisk(before)) {
            long took = System.nanoTime() - began;
            after(Math.max(DISK_NANOS, took * DISK_SHARE), () -> disk(before));
        }
    }

    /** What is on disk before the process starts, in bytes. */
    long disk() {
        return DiskUsage.of(caps.disks(), Long.MAX_VALUE);
    }

    /** Strikes if the disk limit is passed. */
    boolean overDisk(long before) {
        if (caps.disks().isEmpty()) {
            return false;
        }
        long most = before + caps.diskBytes();
        boolean over = DiskUsage.of(caps.disks(), most) > most;
        if (over) {
            strike.accept(
                    new Ending(
                            Ended.How.DISK_LIMIT,
                            "disk limit reached: more than "
                                    + caps.diskBytes()
                                    + " bytes were written in "
                                    + caps.disks()));
        }
        return over;
    }
}
