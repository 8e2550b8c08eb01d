package io.jenkins.plugins.lockstep.base;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Writing that an interrupted thread still brings to its end: an interrupt closes the channel that
 * the thread writes to, in mid-write.
 */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Something that may be done again from its start, and opens its channel itself. */
    @FunctionalInterface
    public interface Action {
        void run() throws IOException;
    }

    /** Runs it whole; if the thread was interrupted, it is so again when this returns. */
    public static void run(Action action) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    action.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                    Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
