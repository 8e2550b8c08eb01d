package io.jenkins.plugins.lockstep.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Measures a baseline and ours in turn, in one process, so that what disturbs one disturbs the
 * other.
 */
final class Pairs {
    private final List<Cost> base = new ArrayList<>();
    private final List<Cost> ours = new ArrayList<>();

    private Pairs() {}

    /** One measurement; what has to be made before it is not in the cost. */
    interface Measured {
        Cost run() throws Exception;
    }

    static Pairs of(int warmups, int rounds, Measured base, Measured ours) throws Exception {
        Pairs pairs = new Pairs();
        for (int i = -warmups; i < rounds; i++) {
            boolean baseFirst = i % 2 == 0;
            Cost before = baseFirst ? base.run() : null;
            Cost cost = ours.run();
            Cost other = baseFirst ? before : base.run();
            if (i >= 0) {
                pairs.base.add(other);
                pairs.ours.add(cost);
            }
        }
        return pairs;
    }

    /**
     * Of what was measured elsewhere.
     *
     * @param millis of the baseline and of ours, for each round
     * @param warmups rounds at the beginning that don't count
     */
    static Pairs of(List<double[]> millis, int warmups) {
        Pairs pairs = new Pairs();
        for (double[] round : millis.subList(warmups, millis.size())) {
            pairs.base.add(new Cost(round[0], Double.NaN));
            pairs.ours.add(new Cost(round[1], Double.NaN));
        }
        return pairs;
    }

    /** Median of the baseline, in milliseconds. */
    double base() {
        return median(base.stream().map(Cost::millis).toList());
    }

    /** Median of ours, in milliseconds. */
    double ours() {
        return median(ours.stream().map(Cost::millis).toList());
    }

    /** Median of the rounds' ratios of wall time. */
    double ratio() {
        return ratio(Cost::millis);
    }

    /** Median of the rounds' ratios of processor time. */
    double cpuRatio() {
        return ratio(Cost::cpuMillis);
    }

    private double ratio(ToDoubleFunction<Cost> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < base.size(); i++) {
            ratios.add(figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(base.get(i)));
        }
        return median(ratios);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
