package io.jenkins.plugins.lockstep.bench;

import io.jenkins.plugins.lockstep.run.Scheduler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Graphs of phases that sleep, against their longest path slept one phase after another in one
 * thread: the default graph of eleven, and one of 1,000 in 50 layers.
 */
public final class SchedulerBench {
    private static final double TARGET = 1.05;
    private static final int LAYERS = 50;
    private static final int WIDTH = 20;

    /** What a plan may ask for. */
    private static final int MOST_WORKERS = 256;

    private final Map<String, Set<String>> graph = new LinkedHashMap<>();
    private final Map<String, Integer> millis = new HashMap<>();

    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("rounds", 5);
        measure("11 phases (the default graph)", eleven(), 2, rounds);
        measure("1,000 phases, 20 workers", thousand(), WIDTH, rounds);
        measure("1,000 phases, 256 workers", thousand(), MOST_WORKERS, rounds);
    }

    private static void measure(String what, SchedulerBench bench, int workers, int rounds)
            throws Exception {
        List<Integer> path = bench.longestPath();
        Pairs pairs =
                Pairs.of(
                        1,
                        rounds,
                        () -> Cost.of(() -> sleep(path)),
                        () -> Cost.of(() -> bench.run(workers)));
        Row.atMost("(b) " + what + " that sleep, against the longest path", pairs, TARGET).print();
    }

    private void run(int workers) throws InterruptedException {
        boolean succeeded =
                new Scheduler<>(graph)
                        .run(
                                workers,
                                "bench",
                                phase -> {
                                    Thread.sleep(millis.get(phase));
                                    return true;
                                })
                        .succeeded();
        if (!succeeded) {
            throw new IllegalStateException("a phase failed");
        }
    }

    private static void sleep(List<Integer> path) throws InterruptedException {
        for (int time : path) {
            Thread.sleep(time);
        }
    }

    private void add(String phase, int time, Set<String> after) {
        graph.put(phase, after);
        millis.put(phase, time);
    }

    private static SchedulerBench eleven() {
        SchedulerBench bench = new SchedulerBench();
        bench.add("research", 120, Set.of());
        bench.add("planning", 80, Set.of("research"));
        bench.add("implement", 250, Set.of("planning"));
        bench.add("architecture", 60, Set.of("implement"));
        bench.add("lint", 200, Set.of("architecture"));
        bench.add("typecheck", 150, Set.of("architecture"));
        bench.add("test", 180, Set.of("lint", "typecheck"));
        bench.add("integration", 240, Set.of("lint", "typecheck"));
        bench.add("e2e", 90, Set.of("test", "integration"));
        bench.add("validate", 40, Set.of("e2e"));
        bench.add("commit", 30, Set.of("validate"));
        return bench;
    }

    /** Each phase after one to three of the layer before, the same graph every time. */
    private static SchedulerBench thousand() {
        Random random = new Random(1);
        SchedulerBench bench = new SchedulerBench();
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int i = 0; i < WIDTH; i++) {
                Set<String> after = new TreeSet<>();
                for (int n = layer == 0 ? 0 : 1 + random.nextInt(3); n > 0; n--) {
                    after.add(layer - 1 + "-" + random.nextInt(WIDTH));
                }
                bench.add(layer + "-" + i, 10 + random.nextInt(91), after);
            }
        }
        return bench;
    }

    /** The times of the path's phases; the graph lists each phase after its prerequisites. */
    private List<Integer> longestPath() {
        Map<String, Integer> until = new HashMap<>();
        Map<String, String> before = new HashMap<>();
        for (Map.Entry<String, Set<String>> entry : graph.entrySet()) {
            int start = 0;
            for (String one : entry.getValue()) {
                if (until.get(one) > start) {
                    start = until.get(one);
                    before.put(entry.getKey(), one);
                }
            }
            until.put(entry.getKey(), start + millis.get(entry.getKey()));
        }
        List<Integer> path = new ArrayList<>();
        String last = Collections.max(until.entrySet(), Map.Entry.comparingByValue()).getKey();
        for (String phase = last; phase != null; phase = before.get(phase)) {
            path.add(millis.get(phase));
        }
        return path;
    }
}
