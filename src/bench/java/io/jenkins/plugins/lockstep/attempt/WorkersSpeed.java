package io.jenkins.plugins.lockstep.attempt;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Lets the benchmarks run {@link Workers}, which is nobody else's to use. */
public final class WorkersSpeed {
    private WorkersSpeed() {}

    /**
     * Runs sessions that do nothing but take their time, and takes their results.
     *
     * @param millis that each takes
     */
    public static void run(int workers, int sessions, long millis) throws Exception {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            int session = i;
            tasks.add(
                    () -> {
                        Thread.sleep(millis);
                        return session;
                    });
        }
        long sum = 0;
        try (Workers<Integer> pool = new Workers<>("bench", workers, tasks)) {
            for (int i = 0; i < sessions; i++) {
                sum += pool.take();
            }
        }
        if (sum != (long) sessions * (sessions - 1) / 2) {
            throw new IllegalStateException("results are missing");
        }
    }
}
