package io.jenkins.plugins.lockstep.agent;

import io.jenkins.plugins.lockstep.process.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Says when an agent's session may start: so many at once, so many per minute, none while the
 * provider asks for a pause, and always in the order in which they asked. Safe for use by many
 * threads.
 */
public interface Governor extends AutoCloseable {
    /**
     * Waits for the right to run one session.
     *
     * @param waiting is told when this has to wait, with the time that is known to pass at least
     *     (zero if it depends on others), and again when that time becomes another; on the calling
     *     thread
     * @throws TimeoutException if the deadline passes first; the message names its limit
     * @throws IllegalStateException if the governor is closed
     */
    Permit acquire(Consumer<Duration> waiting, Deadline deadline)
            throws InterruptedException, TimeoutException;

    /** The provider wants a pause: no session starts within that time. A longer one stays. */
    void rateLimited(Duration pause);

    /** Wakes all who wait; they are refused. Sessions that run keep their permits. */
    @Override
    void close();
}
