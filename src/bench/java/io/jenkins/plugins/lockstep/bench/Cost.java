package io.jenkins.plugins.lockstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What something cost.
 *
 * @param millis of wall time
 * @param cpuMillis of processor time of this process, all its threads; its children's not
 */
record Cost(double millis, double cpuMillis) {
    private static final double NANOS = 1e6;

    /** Something that is timed. */
    interface Timed {
        void run() throws Exception;
    }

    static Cost of(Timed timed) throws Exception {
        OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        timed.run();
        long end = System.nanoTime();
        return new Cost((end - start) / NANOS, (system.getProcessCpuTime() - cpu) / NANOS);
    }
}
