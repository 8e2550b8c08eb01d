package io.jenkins.plugins.lockstep.bench;

import java.util.Arrays;
import java.util.Locale;

/** Measures two things in turn, in one process, so that what disturbs one disturbs the other. */
final class Pairs {
    private final double[] base;
    private final double[] subject;

    private Pairs(int rounds) {
        base = new double[rounds];
        subject = new double[rounds];
    }

    /** Something that is timed; what has to be made before it is not. */
    interface Timed {
        /**
         * @return milliseconds
         */
        double run() throws Exception;
    }

    static Pairs of(int warmups, int rounds, Timed base, Timed subject) throws Exception {
        Pairs pairs = new Pairs(rounds);
        for (int i = -warmups; i < rounds; i++) {
            double b = base.run();
            double s = subject.run();
            if (i >= 0) {
                pairs.base[i] = b;
                pairs.subject[i] = s;
            }
        }
        return pairs;
    }

    /** Best against best, which noise can only worsen, and the median of the rounds' ratios. */
    String line(String name, double target) {
        double[] ratios = new double[base.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = subject[i] / base[i];
        }
        Arrays.sort(ratios);
        return String.format(
                Locale.ROOT,
                "%-52s base %8.1f ms   ours %8.1f ms   best/best %.2f   median %.2f   (at most %.2f)",
                name,
                min(base),
                min(subject),
                min(subject) / min(base),
                ratios[ratios.length / 2],
                target);
    }

    private static double min(double[] times) {
        return Arrays.stream(times).min().orElseThrow();
    }

    static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
