package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * An Ed25519 private key with its public one. Safe for use by many threads; says nothing of its
 * secret in {@link #toString}.
 */
public final class SigningKey {
    private static final String LABEL = "PRIVATE KEY";

    private final PrivateKey key;
    private final VerifyingKey verifyingKey;

    private SigningKey(PrivateKey key, VerifyingKey verifyingKey) {
        this.key = key;
        this.verifyingKey = verifyingKey;
    }

    /**
     * The key in that directory, made at first use: {@code ed25519.pem} (PKCS#8, mode 0600, in a
     * directory of mode 0700) and {@code ed25519.pub.pem}. Processes that come at once get the same
     * key.
     *
     * @throws KeyException if others may read the key or write its directory, if either is a link,
     *     or if it can't be read
     */
    public static SigningKey openOrCreate(Path keyDirectory) throws IOException {
        return new KeyFiles(keyDirectory).openOrCreate();
    }

    /**
     * What became of the key's files since it was read from there; empty if they are as they were.
     */
    public static Optional<String> damage(Path keyDirectory, VerifyingKey used) {
        return new KeyFiles(keyDirectory).damage(used);
    }

    public static SigningKey generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new SigningKey(pair.getPrivate(), VerifyingKey.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no Ed25519", e);
        }
    }

    /** Reads the text that {@link #toPem} writes, wherever it was kept. */
    public static SigningKey fromPem(String pem) throws EvidenceFormatException {
        return of(Pem.decode(LABEL, pem.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * @param pkcs8 DER of a PKCS#8 private key
     */
    public static SigningKey of(byte[] pkcs8) throws EvidenceFormatException {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            byte[] seed =
                    key instanceof EdECPrivateKey ed ? ed.getBytes().orElse(new byte[0]) : null;
            if (seed == null || seed.length != 32) {
                throw new EvidenceFormatException("not an Ed25519 private key");
            }
            return new SigningKey(key, publicKey(seed));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new EvidenceFormatException("not an Ed25519 private key", e);
        }
    }

    /**
     * The JDK makes the public key only together with the private one, so give it the same seed.
     */
    private static VerifyingKey publicKey(byte[] seed) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(255, new Seed(seed));
        KeyPair pair = generator.generateKeyPair();
        if (!(pair.getPrivate() instanceof EdECPrivateKey again)
                || !Arrays.equals(seed, again.getBytes().orElse(new byte[0]))) {
            throw new IllegalStateException("this JDK's Ed25519 does not take a key from its seed");
        }
        return VerifyingKey.of(pair.getPublic());
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** PKCS#8, in the clear: keep it where its owner alone can read it. */
    public String toPem() {
        return Pem.encode(LABEL, key.getEncoded());
    }

    /** Signs the parts, one after the other; 64 bytes. */
    public byte[] sign(byte[]... parts) {
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(key);
            for (byte[] part : parts) {
                signer.update(part);
            }
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return "Ed25519 private key of " + verifyingKey.keyId();
    }

    /** Gives the seed where randomness is asked for. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        Seed(byte[] bytes) {
            this.bytes = bytes.clone();
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
