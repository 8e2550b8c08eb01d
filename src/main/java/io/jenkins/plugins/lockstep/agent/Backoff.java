package io.jenkins.plugins.lockstep.agent;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a rate limit: as long as it says, or else twice as long each time; and a
 * little longer by chance, so that not all come back at once.
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {
    private static final double JITTER = 0.25;
    private static final long LONGEST_JITTER = Duration.ofSeconds(5).toNanos();
    private static final Duration FOREVER = Duration.ofDays(366);

    /**
     * @param waits how often was waited before
     * @param stated null if not
     */
    Duration pause(int waits, Duration stated) {
        Duration base = stated;
        if (base == null) {
            base = first.multipliedBy(1L << Math.min(waits, 20));
            base = base.compareTo(longest) > 0 ? longest : base;
        }
        base = base.compareTo(FOREVER) > 0 ? FOREVER : base;
        // Never at once: a provider that says "now" again and again must not make us spin.
        base = base.compareTo(first) < 0 ? first : base;
        long jitter = (long) (base.toNanos() * JITTER);
        jitter = stated == null ? jitter : Math.min(jitter, LONGEST_JITTER);
        return base.plusNanos(jitter <= 0 ? 0 : random.nextLong(jitter));
    }
}
