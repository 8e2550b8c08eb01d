package io.jenkins.plugins.lockstep.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Measures two things in turn, in one process, so that what disturbs one disturbs the other. */
final class Pairs {
    private final Time[] base;
    private final Time[] subject;

    private Pairs(int rounds) {
        base = new Time[rounds];
        subject = new Time[rounds];
    }

    /**
     * @param wall milliseconds that passed
     * @param cpu milliseconds that the process's threads worked, collector and compiler included:
     *     what other processes distort little
     */
    record Time(double wall, double cpu) {}

    /** Started where the measured part begins. */
    static final class Watch {
        private final long nanos = System.nanoTime();
        private final double cpu = cpuMillis();

        Time stop() {
            return new Time((System.nanoTime() - nanos) / 1e6, cpuMillis() - cpu);
        }

        private static double cpuMillis() {
            return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getProcessCpuTime()
                    / 1e6;
        }
    }

    /** Something that is timed; what has to be made before it is not. */
    interface Timed {
        Time run() throws Exception;
    }

    static Pairs of(int warmups, int rounds, Timed base, Timed subject) throws Exception {
        Pairs pairs = new Pairs(rounds);
        for (int i = -warmups; i < rounds; i++) {
            Time b = base.run();
            Time s = subject.run();
            if (i >= 0) {
                pairs.base[i] = b;
                pairs.subject[i] = s;
            }
        }
        return pairs;
    }

    /** Best against best, which noise can only worsen, and the median of the rounds' ratios. */
    String line(String name, double target) {
        return String.format(
                Locale.ROOT,
                "%s (at most %.2f)%n  wall       %s%n  processor  %s",
                name,
                target,
                line(Time::wall),
                line(Time::cpu));
    }

    private String line(ToDoubleFunction<Time> part) {
        double[] ratios = new double[base.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = part.applyAsDouble(subject[i]) / part.applyAsDouble(base[i]);
        }
        Arrays.sort(ratios);
        double best = Arrays.stream(base).mapToDouble(part).min().orElseThrow();
        double ours = Arrays.stream(subject).mapToDouble(part).min().orElseThrow();
        return String.format(
                Locale.ROOT,
                "base %9.1f ms   ours %9.1f ms   best/best %.2f   median %.2f",
                best,
                ours,
                ours / best,
                ratios[ratios.length / 2]);
    }
}
