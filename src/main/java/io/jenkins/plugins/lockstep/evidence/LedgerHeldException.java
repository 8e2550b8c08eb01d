package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.Optional;

/** Another run holds the ledger; the message says which. */
public final class LedgerHeldException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Holder holder;

    LedgerHeldException(String message, Holder holder) {
        super(message);
        this.holder = holder;
    }

    /** Who holds it; empty if that can't be read, as in the moment when a run starts. */
    public Optional<Holder> holder() {
        return Optional.ofNullable(holder);
    }
}
