package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;

/**
 * One line of the ledger as the checks see it: read as far as it can be, its signature already
 * checked.
 *
 * @param position 1-based number of the line
 * @param whole whether it ended with a newline
 * @param malformed why it can't be read; empty if it can
 * @param signed whether the key signed it
 * @param keyIds that its signatures claim
 * @param entry null if it can't be read
 * @param proof null if it is not the seal of a phase or gate
 * @param run null if it is not the beginning of a run
 * @param waiver null if it is not one
 */
record Seal(
        long position,
        boolean whole,
        Digest digest,
        String malformed,
        boolean signed,
        String keyIds,
        Entry entry,
        Proof proof,
        RunPredicate run,
        WaiverPredicate waiver) {

    static Seal read(long position, LedgerLines.Line line, VerifyingKey key) {
        if (line.bytes() == null) {
            return unreadable(position, line, Head.NONE.digest(), "it is too long");
        }
        Digest digest = Digest.of(line.bytes());
        if (!line.whole()) {
            return unreadable(position, line, digest, "it is torn");
        }
        Envelope envelope;
        try {
            envelope = Envelope.parse(line.bytes());
        } catch (EvidenceFormatException e) {
            return unreadable(position, line, digest, e.getMessage());
        }
        boolean signed = envelope.isSignedBy(key);
        String keyIds = EvidenceNames.printable(String.join(", ", envelope.keyIds()));
        Entry entry = null;
        try {
            entry = Entry.of(digest, envelope);
            Statement statement = entry.statement();
            return new Seal(
                    position,
                    true,
                    digest,
                    "",
                    signed,
                    keyIds,
                    entry,
                    Proof.of(statement),
                    predicate(statement, Predicates.RUN, RunPredicate.class),
                    predicate(statement, Predicates.WAIVER, WaiverPredicate.class));
        } catch (EvidenceFormatException e) {
            return new Seal(
                    position,
                    true,
                    digest,
                    e.getMessage(),
                    signed,
                    keyIds,
                    entry,
                    null,
                    null,
                    null);
        }
    }

    private static Seal unreadable(
            long position, LedgerLines.Line line, Digest digest, String why) {
        return new Seal(position, line.whole(), digest, why, false, "", null, null, null, null);
    }

    private static <T> T predicate(Statement statement, String type, Class<T> form)
            throws EvidenceFormatException {
        return statement.predicateType().equals(type) ? statement.predicate(form) : null;
    }

    /** What it says of itself may be believed. */
    boolean sound() {
        return signed && malformed.isEmpty();
    }

    /** Its own number if it can be believed, else that of its line. */
    long sequence() {
        return entry != null && signed ? entry.sequence() : position;
    }

    String title() {
        if (!signed) {
            return "";
        }
        if (proof != null) {
            return Material.name(proof.milestone(), proof.phase()) + "/" + proof.attempt();
        }
        return run == null ? "" : "run " + run.run();
    }
}
