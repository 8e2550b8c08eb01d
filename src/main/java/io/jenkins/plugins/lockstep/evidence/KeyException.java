package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;

/** A key that can't or must not be used; the message says which, why, and what to do. */
public final class KeyException extends IOException {
    private static final long serialVersionUID = 1L;

    public KeyException(String message) {
        super(message);
    }

    public KeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
