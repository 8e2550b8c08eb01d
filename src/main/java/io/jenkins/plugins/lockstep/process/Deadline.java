package io.jenkins.plugins.lockstep.process;

import java.time.Duration;
import java.util.Locale;

/**
 * A moment at which something must have ended, and the name of the limit that says so. Deadlines
 * compose: the earliest wins and keeps its name, so that what is ended can say which limit struck.
 *
 * @param nanoTime on {@link System#nanoTime}'s clock
 * @param limit what set it, such as "attempt (30m)"
 */
public record Deadline(long nanoTime, String limit) {
    private static final Duration LONGEST = Duration.ofDays(365);

    /** A deadline {@code limit} from now. */
    public static Deadline in(Duration time, String name) {
        Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        return new Deadline(System.nanoTime() + bounded.toNanos(), name);
    }

    /** A limit that starts now and is called {@code name (30m)}. */
    public static Deadline of(Duration time, String name) {
        String length = time.toString().substring(2).toLowerCase(Locale.ROOT);
        return in(time, name + " (" + length + ")");
    }

    /** The earlier of this and {@link #of} these. */
    public Deadline within(Duration time, String name) {
        return least(of(time, name));
    }

    public Deadline least(Deadline other) {
        return other.nanoTime - nanoTime < 0 ? other : this;
    }

    /** Zero when it has passed. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    public boolean passed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
