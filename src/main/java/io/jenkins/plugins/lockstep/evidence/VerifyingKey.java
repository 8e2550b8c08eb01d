package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An Ed25519 public key: all that is needed to verify. Safe for use by many threads. */
public final class VerifyingKey {
    private static final String LABEL = "PUBLIC KEY";

    private final PublicKey key;
    private final String keyId;

    /** Made ready for this key, which takes a tenth of the time that a verification does. */
    private final Queue<Signature> idle = new ConcurrentLinkedQueue<>();

    private VerifyingKey(PublicKey key) {
        this.key = key;
        this.keyId = Digest.of(key.getEncoded()).hex();
    }

    /**
     * Reads a PEM file with a SubjectPublicKeyInfo ({@code openssl pkey -pubout} writes such).
     *
     * @throws KeyException if there is none or it is not an Ed25519 public key
     */
    public static VerifyingKey read(Path pem) throws IOException {
        try {
            return fromPem(KeyFiles.read(pem));
        } catch (EvidenceFormatException e) {
            throw new KeyException("public key " + pem + ": " + e.getMessage(), e);
        }
    }

    /** Reads the text that {@link #toPem} writes. */
    public static VerifyingKey fromPem(String pem) throws EvidenceFormatException {
        return of(Pem.decode(LABEL, pem.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * @param spki DER of a SubjectPublicKeyInfo
     */
    public static VerifyingKey of(byte[] spki) throws EvidenceFormatException {
        try {
            return new VerifyingKey(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(spki)));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new EvidenceFormatException("not an Ed25519 public key", e);
        }
    }

    static VerifyingKey of(PublicKey key) {
        return new VerifyingKey(key);
    }

    /** The SHA-256 of the SubjectPublicKeyInfo, in hex: a hint, never a proof. */
    public String keyId() {
        return keyId;
    }

    public String toPem() {
        return Pem.encode(LABEL, key.getEncoded());
    }

    /** Whether the signature is this key's, over the parts one after the other. */
    public boolean verify(byte[] signature, byte[]... parts) {
        Signature verifier = idle.poll();
        try {
            if (verifier == null) {
                verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
            }
            for (byte[] part : parts) {
                verifier.update(part);
            }
            boolean verified = verifier.verify(signature);
            idle.add(verifier);
            return verified;
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that
                && Arrays.equals(key.getEncoded(), that.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "Ed25519 public key " + keyId;
    }
}
