package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;

/** Bytes that are not what they should be: an envelope, a statement, a predicate, a key. */
public final class EvidenceFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public EvidenceFormatException(String message) {
        super(message);
    }

    public EvidenceFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
