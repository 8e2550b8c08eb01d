package io.jenkins.plugins.lockstep.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The arithmetic of {@link LocalGovernor}: when may the next session start? Knows no clock and no
 * thread; times are {@link System#nanoTime}'s.
 */
final class Admission {
    /** The next start depends on the end of a session. */
    static final long UNKNOWN = Long.MAX_VALUE;

    static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final int atOnce;
    private final int perMinute;

    /** The last ones, as many as may be in a minute. */
    private final Deque<Long> starts = new ArrayDeque<>();

    private int running;
    private boolean paused;
    private long pausedUntil;

    /**
     * @param perMinute starts in any sixty seconds; 0 for no limit
     */
    Admission(int atOnce, int perMinute) {
        if (atOnce < 1 || perMinute < 0) {
            throw new IllegalArgumentException(
                    "sessions at once: " + atOnce + ", per minute: " + perMinute);
        }
        this.atOnce = atOnce;
        this.perMinute = perMinute;
    }

    /** Nanoseconds until a session may start; 0 for now; {@link #UNKNOWN}. */
    long delay(long now) {
        long delay = paused ? Math.max(0, pausedUntil - now) : 0;
        if (perMinute > 0 && starts.size() == perMinute) {
            delay = Math.max(delay, starts.peekFirst() + MINUTE - now);
        }
        return running >= atOnce && delay == 0 ? UNKNOWN : delay;
    }

    void start(long now) {
        if (delay(now) != 0) {
            throw new IllegalStateException("no session may start now");
        }
        running++;
        if (perMinute > 0) {
            if (starts.size() == perMinute) {
                starts.removeFirst();
            }
            starts.addLast(now);
        }
    }

    void end() {
        running--;
    }

    void pause(long now, long nanos) {
        long until = now + nanos;
        if (nanos > 0 && (!paused || until - pausedUntil > 0)) {
            paused = true;
            pausedUntil = until;
        }
    }
}
