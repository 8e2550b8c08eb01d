package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;

/**
 * The disk failed while an entry was written, and failed again when it was to be taken back. The
 * ledger on disk is a valid prefix; whether the entry is in it, its next opening tells.
 */
public final class LedgerUncertainException extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerUncertainException(String message, Throwable cause) {
        super(message, cause);
    }
}
