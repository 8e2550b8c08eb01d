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
 * @param type of the object, or {@link #MISSING}
 * @param sound whether the content is what the name is the digest of; never of a commit or tree
 *     that is larger than {@link #MAX_KEPT}
 * @param content of a commit or tree; empty of all else
 */
record BatchAnswer(String name, String type, boolean sound, byte[] content) {
    /** Largest commit or tree that is held in memory, in bytes. */
    static final int MAX_KEPT = 64 << 20;

    /** The type of what git does not have, or can't read. */
    static final String MISSING = "missing";

    private static final int LONGEST_HEADER = 200;
    private static final byte[] NONE = {};

    /** Reads the next one; null at the end, and where git broke off. */
    static BatchAnswer read(InputStream in) throws IOException {
        String header = header(in);
        String[] fields = header.split(" ");
        if (header.isEmpty()) {
            return null;
        }
        if (fields.length != 3) {
            return new BatchAnswer(fields[0], MISSING, false, NONE);
        }
        long size = Long.parseLong(fields[2]);
        boolean names = fields[1].equals("commit") || fields[1].equals("tree");
        boolean kept = names && size <= MAX_KEPT;
        MessageDigest digest = sha1();
        digest.update((fields[1] + " " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        byte[] content = kept ? in.readNBytes((int) size) : NONE;
        digest.update(content);
        boolean whole = kept ? content.length == size : pass(in, size, digest);
        if (!whole) {
            return null;
        }
        in.read();
        boolean fits = HexFormat.of().formatHex(digest.digest()).equals(fields[0]);
        return new BatchAnswer(fields[0], fields[1], fits && kept == names, content);
    }

    private static String header(InputStream in) throws IOException {
        StringBuilder header = new StringBuilder();
        for (int b = in.read();
                b >= 0 && b != '\n' && header.length() < LONGEST_HEADER;
                b = in.read()) {
            header.append((char) b);
        }
        return header.toString();
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
