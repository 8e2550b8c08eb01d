package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.util.Objects;

/**
 * What {@code head.json} says, signed: how far the ledger goes, so that nobody can shorten it
 * unseen.
 *
 * @param sequence of the last entry; 0 for a ledger without one
 * @param digest of its line
 */
public record Head(long sequence, Digest digest) {
    /** What the first entry names as the one before it. */
    public static final Head NONE = new Head(0, new Digest("0".repeat(64)));

    public Head {
        Objects.requireNonNull(digest, "digest");
        if (sequence < 0) {
            throw new IllegalArgumentException("negative sequence");
        }
    }

    byte[] sign(SigningKey key) throws EvidenceFormatException {
        return Envelope.sign(Predicates.HEAD, Json.canonical(this), key).toBytes();
    }

    /**
     * @throws EvidenceFormatException if it is not a head, or not signed by the key
     */
    static Head parse(byte[] bytes, VerifyingKey key) throws EvidenceFormatException {
        Envelope envelope = Envelope.parse(bytes);
        if (!envelope.payloadType().equals(Predicates.HEAD)) {
            throw new EvidenceFormatException("payload of type " + envelope.payloadType());
        }
        if (!envelope.isSignedBy(key)) {
            throw new EvidenceFormatException("not signed by " + key);
        }
        try {
            return Json.read(envelope.payloadBytes(), Head.class);
        } catch (IOException e) {
            throw new EvidenceFormatException("not a head: " + EnvelopeReader.firstLine(e), e);
        }
    }
}
