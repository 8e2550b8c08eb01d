package io.jenkins.plugins.lockstep.base;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest, written {@code sha256:<64 lower-case hex digits>} wherever it stands in text.
 *
 * @param hex the 64 lower-case hex digits
 */
public record Digest(String hex) {
    private static final int LENGTH = 64;
    private static final String PREFIX = "sha256:";

    /**
     * @throws IllegalArgumentException unless {@code hex} is 64 lower-case hex digits
     */
    public Digest {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("not a SHA-256 in hex: " + hex);
        }
    }

    private static boolean isHex(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    public static Digest of(byte[] bytes) {
        return finish(algorithm().digest(bytes));
    }

    /** The digest of the text's UTF-8 bytes. */
    public static Digest of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of a file's content, read in blocks. */
    public static Digest of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return of(in);
        }
    }

    /** The digest of all that is left in the stream, which stays open. */
    public static Digest of(InputStream in) throws IOException {
        MessageDigest digest = algorithm();
        byte[] block = new byte[1 << 16];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            digest.update(block, 0, n);
        }
        return finish(digest.digest());
    }

    /** Wraps the 32 bytes that a SHA-256 {@link MessageDigest} gave. */
    public static Digest finish(byte[] sha256) {
        return new Digest(HexFormat.of().formatHex(sha256));
    }

    /**
     * Reads the form that {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    @JsonCreator
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a digest of the form sha256:<hex>: " + text);
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    /** A fresh SHA-256, which every JDK has. */
    public static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /**
     * Written out: what a record brings for it is made at run time, which a short process feels.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && hex.equals(digest.hex);
    }

    @Override
    public int hashCode() {
        return hex.hashCode();
    }

    @JsonValue
    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
