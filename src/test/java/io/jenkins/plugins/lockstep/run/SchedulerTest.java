package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    /** A random acyclic graph, in random insertion order, with some nodes that will fail. */
    record Given(Map<Integer, Set<Integer>> graph, Set<Integer> failing) {}

    @Provide
    Arbitrary<Given> graphs() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.longs(),
                        Arbitraries.doubles().between(0, 0.5),
                        Arbitraries.doubles().between(0, 0.3))
                .as(SchedulerTest::graph);
    }

    private static Given graph(int size, long seed, double density, double failing) {
        Random random = new Random(seed);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        Map<Integer, Set<Integer>> before = new LinkedHashMap<>();
        Set<Integer> fail = new HashSet<>();
        for (int node : order) {
            Set<Integer> some = new LinkedHashSet<>();
            for (int earlier = 0; earlier < node; earlier++) {
                if (random.nextDouble() < density) {
                    some.add(earlier);
                }
            }
            before.put(node, some);
            if (random.nextDouble() < failing) {
                fail.add(node);
            }
        }
        return new Given(before, fail);
    }

    @Property(tries = 300)
    void everyNodeIsDecidedByItsOwnAndItsPrerequisitesSuccessOnly(
            @ForAll("graphs") Given given, @ForAll @IntRange(min = 1, max = 8) int workers)
            throws InterruptedException {
        Set<Integer> succeeded = ConcurrentHashMap.newKeySet();
        Set<Integer> started = ConcurrentHashMap.newKeySet();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger running = new AtomicInteger();

        Scheduler.Outcome<Integer> outcome =
                new Scheduler<>(given.graph())
                        .run(
                                workers,
                                "test",
                                node -> {
                                    if (running.incrementAndGet() > workers) {
                                        wrong.add("more than " + workers + " at once");
                                    }
                                    if (!started.add(node)) {
                                        wrong.add(node + " started twice");
                                    }
                                    if (!succeeded.containsAll(given.graph().get(node))) {
                                        wrong.add(node + " started before its prerequisites");
                                    }
                                    boolean good = !given.failing().contains(node);
                                    if (good) {
                                        succeeded.add(node);
                                    }
                                    running.decrementAndGet();
                                    return good;
                                });

        assertThat(wrong).isEmpty();
        assertThat(outcome.states()).isEqualTo(expected(given));
    }

    /** Nodes come after smaller ones only. */
    private static Map<Integer, Scheduler.State> expected(Given given) {
        Map<Integer, Scheduler.State> states = new TreeMap<>();
        for (int node : new TreeSet<>(given.graph().keySet())) {
            boolean blocked =
                    given.graph().get(node).stream()
                            .anyMatch(before -> states.get(before) != Scheduler.State.SUCCEEDED);
            Scheduler.State own =
                    given.failing().contains(node)
                            ? Scheduler.State.FAILED
                            : Scheduler.State.SUCCEEDED;
            states.put(node, blocked ? Scheduler.State.BLOCKED : own);
        }
        return states;
    }

    @Test
    void independentNodesRunAtOnce() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(4);
        Map<Integer, Set<Integer>> graph =
                Map.of(1, Set.of(), 2, Set.of(), 3, Set.of(), 4, Set.of());

        Scheduler.Outcome<Integer> outcome =
                new Scheduler<>(graph)
                        .run(
                                4,
                                "test",
                                node -> {
                                    all.countDown();
                                    all.await(); // returns only if all four are here together
                                    return true;
                                });

        assertThat(outcome.succeeded()).isTrue();
    }

    @Test
    void aNodeThatThrowsHasFailedAndItsSiblingEnds() throws InterruptedException {
        Map<String, Set<String>> graph =
                Map.of("a", Set.of(), "b", Set.of(), "after a", Set.of("a"));

        Scheduler.Outcome<String> outcome =
                new Scheduler<>(graph)
                        .run(
                                2,
                                "test",
                                node -> {
                                    if (node.equals("a")) {
                                        throw new IllegalStateException("broken");
                                    }
                                    return true;
                                });

        assertThat(outcome.states())
                .containsEntry("a", Scheduler.State.FAILED)
                .containsEntry("b", Scheduler.State.SUCCEEDED)
                .containsEntry("after a", Scheduler.State.BLOCKED);
        assertThat(outcome.thrown()).containsOnlyKeys("a");
    }

    @Test
    void interruptingEndsAllWorkersBeforeItReturns() throws Exception {
        CountDownLatch here = new CountDownLatch(2);
        AtomicInteger interrupted = new AtomicInteger();
        AtomicInteger leftOver = new AtomicInteger(-1);
        Map<Integer, Set<Integer>> graph = Map.of(1, Set.of(), 2, Set.of());
        Thread owner =
                new Thread(
                        () -> {
                            try {
                                new Scheduler<>(graph)
                                        .run(
                                                2,
                                                "interrupt-me",
                                                node -> {
                                                    here.countDown();
                                                    try {
                                                        new CountDownLatch(1).await();
                                                    } catch (InterruptedException e) {
                                                        interrupted.incrementAndGet();
                                                        throw e;
                                                    }
                                                    return true;
                                                });
                            } catch (InterruptedException e) {
                                leftOver.set(
                                        (int)
                                                Thread.getAllStackTraces().keySet().stream()
                                                        .filter(
                                                                thread ->
                                                                        thread.getName()
                                                                                .startsWith(
                                                                                        "interrupt-me"))
                                                        .count());
                            }
                        });
        owner.start();
        here.await();
        owner.interrupt();
        owner.join();

        assertThat(interrupted).hasValue(2);
        assertThat(leftOver).hasValue(0);
    }

    @Property(tries = 40)
    void noWakeUpIsLostAmongManyTinyTasks(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 32) int workers)
            throws InterruptedException {
        Given given = graph(1_000, seed, 0.003, 0);

        Scheduler.Outcome<Integer> outcome =
                new Scheduler<>(given.graph()).run(workers, "tiny", node -> true);

        assertThat(outcome.states()).hasSize(1_000);
        assertThat(outcome.succeeded()).isTrue();
    }

    @Property(tries = 60)
    void anInterruptAtAnyTaskEndsIt(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 16) int workers,
            @ForAll @IntRange(min = 0, max = 299) int at) {
        Given given = graph(300, seed, 0.01, 0);
        Thread owner = Thread.currentThread();
        AtomicInteger running = new AtomicInteger();

        assertThatThrownBy(
                        () -> {
                            new Scheduler<>(given.graph())
                                    .run(
                                            workers,
                                            "tiny",
                                            node -> {
                                                running.incrementAndGet();
                                                try {
                                                    if (node == at) {
                                                        owner.interrupt();
                                                        new CountDownLatch(1).await();
                                                    }
                                                    return true;
                                                } finally {
                                                    running.decrementAndGet();
                                                }
                                            });
                        })
                .isInstanceOf(InterruptedException.class);

        assertThat(running).hasValue(0);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void cyclesAndStrangersAreRefused() {
        assertThatThrownBy(() -> new Scheduler<>(Map.of(1, Set.of(2), 2, Set.of(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cycle");
        assertThatThrownBy(() -> new Scheduler<>(Map.of(1, Set.of(7))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("7");
    }
}
