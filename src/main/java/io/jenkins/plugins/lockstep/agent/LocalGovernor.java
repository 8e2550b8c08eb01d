package io.jenkins.plugins.lockstep.agent;

import io.jenkins.plugins.lockstep.process.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Governs the sessions of this Java process. Has no thread of its own. */
public final class LocalGovernor implements Governor {
    /** Longest pause that one session's word brings upon the others. */
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Condition> queue = new ArrayDeque<>();
    private final Admission admission;
    private final LongSupplier nanoTime;
    private boolean closed;

    /**
     * @param sessions at once
     * @param perMinute started in any sixty seconds; 0 for no limit
     */
    public LocalGovernor(int sessions, int perMinute) {
        this(sessions, perMinute, System::nanoTime);
    }

    LocalGovernor(int sessions, int perMinute, LongSupplier nanoTime) {
        this.admission = new Admission(sessions, perMinute);
        this.nanoTime = nanoTime;
    }

    @Override
    public Permit acquire(Consumer<Duration> waiting, Deadline deadline)
            throws InterruptedException, TimeoutException {
        lock.lockInterruptibly();
        Condition turn = lock.newCondition();
        queue.addLast(turn);
        try {
            Long told = null;
            while (true) {
                if (closed) {
                    throw new IllegalStateException("the governor is closed");
                }
                long now = nanoTime.getAsLong();
                long delay = admission.delay(now);
                if (delay == 0 && queue.peekFirst() == turn) {
                    admission.start(now);
                    return permit();
                }
                if (deadline.passed()) {
                    throw new TimeoutException(
                            "no session could start before the time limit: " + deadline.limit());
                }
                boolean known = delay != 0 && delay != Admission.UNKNOWN;
                if (told == null || known && now + delay - told > 0) {
                    told = known ? now + delay : now;
                    tell(waiting, known ? Duration.ofNanos(delay) : Duration.ZERO);
                    continue;
                }
                long longest = deadline.left().toNanos();
                boolean timed = known && queue.peekFirst() == turn;
                // Whoever is at the head watches the time; the others are told when they are.
                turn.awaitNanos(timed ? Math.min(delay, longest) : longest);
            }
        } finally {
            queue.remove(turn);
            wakeHead();
            lock.unlock();
        }
    }

    private void tell(Consumer<Duration> waiting, Duration time) {
        lock.unlock();
        try {
            waiting.accept(time);
        } finally {
            lock.lock();
        }
    }

    private Permit permit() {
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                lock.lock();
                try {
                    admission.end();
                    wakeHead();
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    private void wakeHead() {
        if (!queue.isEmpty()) {
            queue.peekFirst().signal();
        }
    }

    /** {@inheritDoc} One session's word counts for {@link #LONGEST_PAUSE} at most. */
    @Override
    public void rateLimited(Duration pause) {
        Duration most = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        lock.lock();
        try {
            admission.pause(nanoTime.getAsLong(), TimeUnit.NANOSECONDS.convert(most));
            queue.forEach(Condition::signal);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.forEach(Condition::signal);
        } finally {
            lock.unlock();
        }
    }
}
