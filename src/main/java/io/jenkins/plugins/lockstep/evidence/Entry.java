package io.jenkins.plugins.lockstep.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.base.Digest;

/**
 * One line of the ledger, read.
 *
 * @param sequence 1-based
 * @param digest SHA-256 of the line without its newline: the seal's digest
 * @param previous the digest of the line before
 */
public record Entry(long sequence, Digest digest, Digest previous, Statement statement) {
    /** The predicate's field that the ledger adds. */
    static final String LEDGER = "ledger";

    /**
     * Reads a line; its signature is not checked.
     *
     * @throws EvidenceFormatException if it is not an envelope with a statement of a ledger
     */
    static Entry parse(byte[] line) throws EvidenceFormatException {
        return of(Digest.of(line), Envelope.parse(line));
    }

    static Entry of(Digest digest, Envelope envelope) throws EvidenceFormatException {
        if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
            throw new EvidenceFormatException(
                    "payload of type '" + envelope.payloadType() + "', not " + Envelope.IN_TOTO);
        }
        Statement statement = Statement.parse(envelope.payloadBytes());
        if (!(statement.predicate().get(LEDGER) instanceof ObjectNode ledger)) {
            throw new EvidenceFormatException("predicate without its place in the ledger");
        }
        JsonNode sequence = ledger.get("sequence");
        JsonNode previous = ledger.get("previous");
        if (sequence == null || !sequence.canConvertToLong() || sequence.longValue() < 1) {
            throw new EvidenceFormatException("ledger.sequence is not a positive number");
        }
        if (previous == null || !previous.isTextual()) {
            throw new EvidenceFormatException("ledger.previous is not a digest");
        }
        try {
            return new Entry(
                    sequence.longValue(), digest, Digest.parse(previous.textValue()), statement);
        } catch (IllegalArgumentException e) {
            throw new EvidenceFormatException("ledger.previous is not a digest", e);
        }
    }

    public Head head() {
        return new Head(sequence, digest);
    }
}
