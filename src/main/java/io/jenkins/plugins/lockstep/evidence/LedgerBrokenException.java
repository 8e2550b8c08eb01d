package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;

/** A ledger that was changed by somebody else than Lockstep, or damaged. */
public final class LedgerBrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long sequence;

    public LedgerBrokenException(long sequence, String message) {
        super(message);
        this.sequence = sequence;
    }

    /** Of the entry at fault; 0 if none is. */
    public long sequence() {
        return sequence;
    }
}
