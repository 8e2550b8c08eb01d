package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Failure;
import java.io.IOException;

/** {@code workspace.setup} did not bring a checkout into being: no attempt can be made. */
public final class SetupFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    SetupFailedException(Failure failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** With the command, its exit code, its log and the last lines of that. */
    public Failure failure() {
        return failure;
    }
}
