package io.jenkins.plugins.lockstep.bench;

import io.jenkins.plugins.lockstep.attempt.WorkersSpeed;
import java.util.ArrayList;
import java.util.List;

/**
 * 200 files with sessions of 100 ms, a few at once, against the time that they sleep in all: what
 * the workers themselves cost. The sessions sleep, so that the machine's cores do not matter.
 */
public final class WorkersBench {
    private static final long MILLIS = 100;
    private static final int FILES = 200;
    private static final double TARGET = 0.95;

    private WorkersBench() {}

    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("rounds", 5);
        WorkersSpeed.run(32, 320, 1);
        for (int workers : new int[] {4, 8, 16, 32}) {
            row(workers, FILES, rounds);
        }
        row(32, 224, rounds);
    }

    private static void row(int workers, int files, int rounds) throws Exception {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            times.add(Cost.of(() -> WorkersSpeed.run(workers, files, MILLIS)).millis());
        }
        double slept = (double) files * MILLIS;
        double median = Pairs.median(times);
        double speedUp = slept / median;
        int turns = (files + workers - 1) / workers;
        String what =
                Row.format(
                        "(c) %d sessions that sleep 100 ms, %d workers (at best %.2f×, in %d turns)",
                        files, workers, files / (double) turns, turns);
        new Row(
                        what,
                        Row.millis(slept),
                        Row.millis(median),
                        Row.format("%.2f×", speedUp),
                        Row.format("≥ %.1f×", TARGET * workers),
                        speedUp >= TARGET * workers)
                .print();
    }
}
