package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;

/** What an attempt left may not become evidence. */
public final class EvidenceRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final String reason;

    public EvidenceRefusedException(String file, String reason) {
        super("evidence '" + file + "' is refused: " + reason);
        this.file = file;
        this.reason = reason;
    }

    /** Relative to the attempt's evidence, with what can't be printed escaped. */
    public String file() {
        return file;
    }

    public String reason() {
        return reason;
    }
}
