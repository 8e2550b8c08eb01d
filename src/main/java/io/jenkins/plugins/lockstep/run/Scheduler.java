package io.jenkins.plugins.lockstep.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs the nodes of an acyclic graph, each as soon as all its prerequisites have succeeded, a
 * bounded number at once. A node that fails blocks what depends on it and nothing else.
 *
 * <p>The thread that calls {@link #run} owns all state; workers only run nodes and report, so there
 * is nothing to lock.
 *
 * @param <N> a node, with equality
 */
public final class Scheduler<N> {
    /** What became of a node. */
    public enum State {
        SUCCEEDED,
        FAILED,
        /** Never started: a prerequisite did not succeed. */
        BLOCKED
    }

    /** What a node does. */
    @FunctionalInterface
    public interface Work<N> {
        /**
         * @return whether it succeeded
         * @throws InterruptedException when the whole run is being ended
         */
        boolean run(N node) throws InterruptedException;
    }

    /**
     * @param states of every node, in the order in which they were decided
     * @param thrown by nodes whose work threw; those have failed
     */
    public record Outcome<N>(Map<N, State> states, Map<N, Throwable> thrown) {
        public boolean succeeded() {
            return states.values().stream().allMatch(state -> state == State.SUCCEEDED);
        }
    }

    private record Ended<N>(N node, boolean succeeded, Throwable thrown) {}

    private final Map<N, Set<N>> prerequisites;
    private final Map<N, List<N>> successors = new HashMap<>();
    private final Map<N, Integer> missing = new HashMap<>();
    private final Map<N, State> states = new LinkedHashMap<>();
    private final Map<N, Throwable> thrown = new LinkedHashMap<>();

    /**
     * @param prerequisites of every node; where several are ready, the map's order decides
     * @throws IllegalArgumentException if a prerequisite is no node, or there is a cycle
     */
    public Scheduler(Map<N, Set<N>> prerequisites) {
        this.prerequisites = new LinkedHashMap<>(prerequisites);
        prerequisites.forEach(
                (node, before) -> {
                    missing.put(node, before.size());
                    for (N one : before) {
                        if (!prerequisites.containsKey(one)) {
                            throw new IllegalArgumentException(
                                    node + " is to come after " + one + ", which is no node");
                        }
                        successors.computeIfAbsent(one, key -> new ArrayList<>()).add(node);
                    }
                });
        refuseCycles();
    }

    /**
     * Runs all that can run; returns when nothing runs any more.
     *
     * @param workers nodes at once, at least 1
     * @param name of the threads
     * @throws InterruptedException if the caller was interrupted; by then every worker has ended
     */
    public Outcome<N> run(int workers, String name, Work<N> work) throws InterruptedException {
        if (!states.isEmpty()) {
            throw new IllegalStateException("a scheduler runs once");
        }
        int atOnce = Math.max(1, workers);
        Queue<Thread> made = new ConcurrentLinkedQueue<>();
        // Threads are made as they are needed; how many work at once is kept below.
        ExecutorService threads =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task, name + "-" + (made.size() + 1));
                            made.add(thread);
                            return thread;
                        });
        BlockingQueue<Ended<N>> ended = new LinkedBlockingQueue<>();
        Queue<N> ready = new ArrayDeque<>();
        prerequisites.keySet().stream().filter(node -> missing.get(node) == 0).forEach(ready::add);
        try {
            int running = 0;
            while (running > 0 || !ready.isEmpty()) {
                while (running < atOnce && !ready.isEmpty()) {
                    N node = ready.remove();
                    threads.execute(() -> ended.add(runOne(node, work)));
                    running++;
                }
                Ended<N> one = ended.take();
                running--;
                if (one.thrown() instanceof InterruptedException) {
                    throw new InterruptedException("interrupted at " + one.node());
                }
                decide(one, ready);
            }
            return new Outcome<>(states, thrown);
        } finally {
            join(threads, made);
        }
    }

    private void decide(Ended<N> one, Queue<N> ready) {
        states.put(one.node(), one.succeeded() ? State.SUCCEEDED : State.FAILED);
        if (!one.succeeded()) {
            if (one.thrown() != null) {
                thrown.put(one.node(), one.thrown());
            }
            block(one.node());
            return;
        }
        for (N next : successors.getOrDefault(one.node(), List.of())) {
            if (missing.merge(next, -1, Integer::sum) == 0 && !states.containsKey(next)) {
                ready.add(next);
            }
        }
    }

    private static <N> Ended<N> runOne(N node, Work<N> work) {
        try {
            return new Ended<>(node, work.run(node), null);
        } catch (InterruptedException | RuntimeException | Error e) {
            return new Ended<>(node, false, e);
        }
    }

    private void block(N failed) {
        Queue<N> queue = new ArrayDeque<>(successors.getOrDefault(failed, List.of()));
        while (!queue.isEmpty()) {
            N node = queue.remove();
            if (states.putIfAbsent(node, State.BLOCKED) == null) {
                queue.addAll(successors.getOrDefault(node, List.of()));
            }
        }
    }

    private void refuseCycles() {
        Map<N, Integer> left = new HashMap<>(missing);
        Queue<N> free = new ArrayDeque<>();
        left.forEach(
                (node, count) -> {
                    if (count == 0) {
                        free.add(node);
                    }
                });
        int seen = 0;
        while (!free.isEmpty()) {
            seen++;
            for (N next : successors.getOrDefault(free.remove(), List.of())) {
                if (left.merge(next, -1, Integer::sum) == 0) {
                    free.add(next);
                }
            }
        }
        if (seen < prerequisites.size()) {
            throw new IllegalArgumentException("the graph has a cycle");
        }
    }

    /** The pool says that it has ended a moment before its last threads have. */
    private static void join(ExecutorService threads, Queue<Thread> made) {
        threads.shutdownNow();
        boolean interrupted = false;
        while (!made.isEmpty()) {
            try {
                made.element().join();
                made.remove();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
