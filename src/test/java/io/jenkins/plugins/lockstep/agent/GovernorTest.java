package io.jenkins.plugins.lockstep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.process.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GovernorTest {
    private static final Deadline LATER = Deadline.in(Duration.ofSeconds(30), "test");

    /** A made-up history: negative ends a session, small ones wait, large ones pause. */
    @Property(tries = 200)
    void neverMoreAtOnceNorPerMinuteNorWithinAPause(
            @ForAll @IntRange(min = 1, max = 4) int atOnce,
            @ForAll @IntRange(max = 6) int perMinute,
            @ForAll long origin,
            @ForAll @Size(max = 80) List<@IntRange(min = -1, max = 40) Integer> steps) {
        Admission admission = new Admission(atOnce, perMinute);
        long second = Duration.ofSeconds(1).toNanos();
        long now = origin;
        long pausedUntil = now;
        int running = 0;
        List<Long> starts = new ArrayList<>();
        for (int step : steps) {
            if (step < 0 && running > 0) {
                admission.end();
                running--;
            } else if (step > 30) {
                admission.pause(now, (step - 30) * second);
                long until = now + (step - 30) * second;
                pausedUntil = until - pausedUntil > 0 ? until : pausedUntil;
            } else {
                now += Math.max(0, step) * second;
            }
            long delay = admission.delay(now);
            assertThat(delay).isNotNegative();
            if (delay == Admission.UNKNOWN) {
                assertThat(running).isEqualTo(atOnce);
            } else if (delay > 0 && running < atOnce) {
                // Not a moment too late: then one may start.
                assertThat(admission.delay(now + delay)).isZero();
            } else if (delay == 0) {
                admission.start(now);
                starts.add(now);
                running++;
                assertThat(running).isLessThanOrEqualTo(atOnce);
                assertThat(now - pausedUntil).isNotNegative();
                long from = now - Admission.MINUTE;
                long recent = starts.stream().filter(start -> start - from > 0).count();
                assertThat(recent).isLessThanOrEqualTo(perMinute == 0 ? recent : perMinute);
            }
        }
    }

    @Example
    void permitsGoOutInTheOrderOfAsking() throws Exception {
        try (LocalGovernor governor = new LocalGovernor(1, 0)) {
            Permit first = governor.acquire(time -> {}, LATER);
            List<Integer> order = Collections.synchronizedList(new ArrayList<>());
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int number = i;
                CountDownLatch waits = new CountDownLatch(1);
                Thread thread =
                        new Thread(
                                () -> {
                                    try (Permit permit =
                                            governor.acquire(time -> waits.countDown(), LATER)) {
                                        order.add(permit == null ? -1 : number);
                                    } catch (InterruptedException | TimeoutException e) {
                                        order.add(-1);
                                    }
                                });
                thread.start();
                threads.add(thread);
                waits.await();
            }
            first.close();
            first.close();
            for (Thread thread : threads) {
                thread.join();
            }
            List<Integer> expected = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                expected.add(i);
            }
            assertThat(order).isEqualTo(expected);
        }
    }

    @Example
    void manyThreadsNeverExceedTheNumberAndAllComeThrough() throws Exception {
        try (LocalGovernor governor = new LocalGovernor(3, 0)) {
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            AtomicInteger done = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Thread thread =
                        new Thread(
                                () -> {
                                    for (int n = 0; n < 200; n++) {
                                        try (Permit permit = governor.acquire(t -> {}, LATER)) {
                                            int now = running.incrementAndGet();
                                            most.accumulateAndGet(now, Math::max);
                                            Thread.onSpinWait();
                                            running.decrementAndGet();
                                            done.addAndGet(permit == null ? 0 : 1);
                                        } catch (InterruptedException | TimeoutException e) {
                                            return;
                                        }
                                    }
                                });
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(most.get()).isLessThanOrEqualTo(3);
            assertThat(done.get()).isEqualTo(16 * 200);
        }
    }

    @Example
    void theDeadlineEndsTheWaitAndNamesItsLimit() throws Exception {
        try (LocalGovernor governor = new LocalGovernor(1, 0)) {
            Permit permit = governor.acquire(time -> {}, LATER);
            Deadline soon = Deadline.in(Duration.ofMillis(30), "attempt (30ms)");
            assertThatThrownBy(() -> governor.acquire(time -> {}, soon))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("attempt (30ms)");
            permit.close();
            governor.acquire(time -> {}, LATER).close();
        }
    }

    @Example
    void aRateLimitMakesAllWaitAndIsTold() throws Exception {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1000);
        try (LocalGovernor governor = new LocalGovernor(2, 0, clock::get)) {
            governor.rateLimited(Duration.ofDays(1));
            BlockingQueue<Duration> told = new LinkedBlockingQueue<>();
            FutureTask<Permit> task = new FutureTask<>(() -> governor.acquire(told::add, LATER));
            Thread thread = new Thread(task);
            thread.start();
            assertThat(told.take()).isEqualTo(LocalGovernor.LONGEST_PAUSE);
            clock.addAndGet(LocalGovernor.LONGEST_PAUSE.toNanos());
            governor.rateLimited(Duration.ZERO);
            task.get().close();
            thread.join();
        }
    }

    @Example
    void anInterruptOrACloseEndsTheWait() throws Exception {
        LocalGovernor governor = new LocalGovernor(1, 0);
        Permit permit = governor.acquire(time -> {}, LATER);
        for (boolean interrupt : new boolean[] {true, false}) {
            CountDownLatch waits = new CountDownLatch(1);
            FutureTask<Permit> task =
                    new FutureTask<>(() -> governor.acquire(time -> waits.countDown(), LATER));
            Thread thread = new Thread(task);
            thread.start();
            waits.await();
            if (interrupt) {
                thread.interrupt();
            } else {
                governor.close();
            }
            assertThatThrownBy(task::get)
                    .hasCauseInstanceOf(
                            interrupt ? InterruptedException.class : IllegalStateException.class);
            thread.join();
        }
        permit.close();
    }
}
