package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One digest over all lines of a ledger, so that it can be told whether a file still has just these
 * lines without understanding them again.
 */
final class LineDigests {
    private Digest all = Head.NONE.digest();

    /** Takes the next line's digest. */
    void add(Digest line) {
        all = Digest.of(all.hex() + line.hex());
    }

    /** Whether a ledger's file has the lines that were added, whole, and no other. */
    boolean are(Path ledger) throws IOException {
        LineDigests found = new LineDigests();
        try (LedgerLines lines = LedgerLines.open(ledger)) {
            for (LedgerLines.Line line = lines.next(); line != null; line = lines.next()) {
                if (!line.whole() || line.bytes() == null) {
                    return false;
                }
                found.add(Digest.of(line.bytes()));
            }
        }
        return found.all.equals(all);
    }
}
