package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One answer of {@code git cat-file --batch}. Git believes what a file of that name holds, so the
 * digest is made again here.
 *
 * @param name of the object
 * @param type of the object, or {@link BatchHeader#MISSING}
 * @param sound whether the content is what the name is the digest of; never of a commit or tree
 *     that is larger than {@link #MAX_KEPT}
 * @param content of a commit or tree; empty of all else
 */
record BatchAnswer(String name, String type, boolean sound, byte[] content) {
    /** Largest commit or tree that is held in memory, in bytes. */
    static final int MAX_KEPT = 64 << 20;

    private static final byte[] NONE = {};

    /** Reads the next one; null at the end, and where git broke off. */
    static BatchAnswer read(InputStream in) throws IOException {
        BatchHeader header = BatchHeader.read(in);
        if (header == null) {
            return null;
        }
        String type = header.type();
        long size = header.size();
        if (type.equals(BatchHeader.MISSING)) {
            return new BatchAnswer(header.name(), type, false, NONE);
        }
        boolean names = type.equals("commit") || type.equals("tree");
        boolean kept = names && size <= MAX_KEPT;
        MessageDigest digest = sha1();
        digest.update((type + " " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        byte[] content = kept ? in.readNBytes((int) size) : NONE;
        digest.update(content);
        boolean whole = kept ? content.length == size : pass(in, size, digest);
        if (!whole) {
            return null;
        }
        in.read();
        boolean fits = HexFormat.of().formatHex(digest.digest()).equals(header.name());
        return new BatchAnswer(header.name(), type, fits && kept == names, content);
    }

    private static boolean pass(InputStream in, long size, MessageDigest digest)
            throws IOException {
        byte[] block = new byte[1 << 16];
        for (long left = size; left > 0; ) {
            int n = in.read(block, 0, (int) Math.min(block.length, left));
            if (n < 0) {
                return false;
            }
            digest.update(block, 0, n);
            left -= n;
        }
        return true;
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
