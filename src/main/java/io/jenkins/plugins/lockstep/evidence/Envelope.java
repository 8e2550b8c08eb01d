package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A DSSE envelope (v1.0): a payload of a type, and signatures over both. Reading it proves nothing;
 * {@link #isSignedBy} does. Immutable.
 */
public final class Envelope {
    /** The payload type of an in-toto statement. */
    public static final String IN_TOTO = "application/vnd.in-toto+json";

    /** Largest payload that is written or read, in bytes. */
    public static final int MAX_PAYLOAD = 16 << 20;

    /** Longest JSON form that is read, in bytes. */
    public static final int MAX_LENGTH = MAX_PAYLOAD / 3 * 4 + (64 << 10);

    private final String payloadType;
    private final byte[] payload;
    private final List<Sig> signatures;

    Envelope(String payloadType, byte[] payload, List<Sig> signatures) {
        this.payloadType = payloadType;
        this.payload = payload;
        this.signatures = List.copyOf(signatures);
    }

    /** One signature; the key id is a hint that nobody signed. */
    record Sig(String keyId, byte[] bytes) {}

    /**
     * @throws EvidenceFormatException if the payload is larger than {@link #MAX_PAYLOAD}
     */
    public static Envelope sign(String payloadType, byte[] payload, SigningKey key)
            throws EvidenceFormatException {
        if (payload.length > MAX_PAYLOAD) {
            throw new EvidenceFormatException(
                    "a payload of "
                            + payload.length
                            + " bytes is too large to seal (at most "
                            + MAX_PAYLOAD
                            + "): leave fewer files as evidence");
        }
        byte[] signature = key.sign(paeHeader(payloadType, payload.length), payload);
        return new Envelope(
                payloadType,
                payload.clone(),
                List.of(new Sig(key.verifyingKey().keyId(), signature)));
    }

    /**
     * Reads the JSON form: standard or URL-safe base64, unknown fields ignored, nothing after it,
     * no field twice.
     *
     * @throws EvidenceFormatException on anything else; no other exception is thrown
     */
    public static Envelope parse(byte[] json) throws EvidenceFormatException {
        return EnvelopeReader.read(json);
    }

    /** The JSON form, on one line, without a newline; equal for equal envelopes. */
    public byte[] toBytes() {
        Base64.Encoder base64 = Base64.getEncoder();
        return Json.canonical(
                Map.of(
                        "payload", base64.encodeToString(payload),
                        "payloadType", payloadType,
                        "signatures",
                                signatures.stream()
                                        .map(
                                                s ->
                                                        Map.of(
                                                                "keyid",
                                                                s.keyId(),
                                                                "sig",
                                                                base64.encodeToString(s.bytes())))
                                        .toList()));
    }

    /** DSSE's pre-authentication encoding: what is signed. */
    public static byte[] pae(String payloadType, byte[] payload) {
        byte[] header = paeHeader(payloadType, payload.length);
        byte[] all = new byte[header.length + payload.length];
        System.arraycopy(header, 0, all, 0, header.length);
        System.arraycopy(payload, 0, all, header.length, payload.length);
        return all;
    }

    private static byte[] paeHeader(String payloadType, int length) {
        int typeLength = payloadType.getBytes(StandardCharsets.UTF_8).length;
        return ("DSSEv1 " + typeLength + " " + payloadType + " " + length + " ")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether one of the signatures is the key's. */
    public boolean isSignedBy(VerifyingKey key) {
        byte[] header = paeHeader(payloadType, payload.length);
        for (Sig signature : signatures) {
            if (key.verify(signature.bytes(), header, payload)) {
                return true;
            }
        }
        return false;
    }

    public String payloadType() {
        return payloadType;
    }

    public byte[] payload() {
        return payload.clone();
    }

    /** Not a copy; for reading only. */
    byte[] payloadBytes() {
        return payload;
    }

    /** The key ids that the signatures claim; empty ones where they claim none. */
    public List<String> keyIds() {
        return signatures.stream().map(Sig::keyId).toList();
    }

    @Override
    public String toString() {
        return payloadType + " of " + payload.length + " bytes";
    }
}
