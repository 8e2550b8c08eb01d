package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;

/** Ends a step with a failure of its own kind, which the run's events tell. */
public final class Refusal extends AbortException {
    private static final long serialVersionUID = 1;

    /** Of what a build's log says, which has to tell who speaks. */
    private static final String PREFIX = "Lockstep: ";

    private final Cause cause;
    private final boolean told;

    public Refusal(Cause cause, String message) {
        this(cause, message, false);
    }

    private Refusal(Cause cause, String message, boolean told) {
        super(message);
        this.cause = cause;
        this.told = told;
    }

    /** For what the events tell already. */
    public static Refusal told(Cause cause, String message) {
        return new Refusal(cause, message, true);
    }

    /** Why a step ended, as a failure; null if the events tell it already. */
    public static Failure failure(Throwable thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal.told ? null : failure(refusal.cause, refusal.getMessage());
        }
        return thrown instanceof AbortException
                ? failure(Cause.SETUP_FAILED, String.valueOf(thrown.getMessage()))
                : failure(Cause.INTERNAL, thrown.toString());
    }

    private static Failure failure(Cause cause, String message) {
        return Failure.of(
                "step",
                cause,
                message.startsWith(PREFIX) ? message.substring(PREFIX.length()) : message);
    }
}
