package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Optional;

/** Follows a ledger's lines and says where their chain breaks. */
final class Chain {
    private Head last = Head.NONE;

    /** A break, and the sequence of the entry to blame. */
    record Break(long sequence, String message) {}

    Head last() {
        return last;
    }

    /** Takes the next line's entry; goes on from it, unless it belongs further up. */
    Optional<Break> accept(Entry entry) {
        Optional<Break> found = fits(entry);
        if (entry.sequence() > last.sequence()) {
            last = entry.head();
        }
        return found;
    }

    /** Takes a line that can't be read. */
    void skip(Digest digest) {
        last = new Head(last.sequence() + 1, digest);
    }

    private Optional<Break> fits(Entry entry) {
        long expected = last.sequence() + 1;
        long found = entry.sequence();
        if (found > expected) {
            String gone =
                    found == expected + 1
                            ? "entry " + expected + " is"
                            : "entries " + expected + " to " + (found - 1) + " are";
            return broken(
                    expected, gone + " missing: entry " + found + " stands where it should be");
        }
        if (found < expected) {
            return broken(
                    found,
                    "entry "
                            + found
                            + " stands again where entry "
                            + expected
                            + " should be: duplicated, moved or replayed");
        }
        if (!entry.previous().equals(last.digest())) {
            return found == 1
                    ? broken(1, "entry 1 is not the first of a ledger")
                    : broken(
                            last.sequence(),
                            "entry "
                                    + last.sequence()
                                    + " is not the one that entry "
                                    + found
                                    + " was sealed after: changed or replaced");
        }
        return Optional.empty();
    }

    private static Optional<Break> broken(long sequence, String message) {
        return Optional.of(new Break(sequence, message));
    }
}
