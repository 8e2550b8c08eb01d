package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Asks for many commits at once whether they are in a store as they were made: git believes what a
 * file of that name holds, so the digest is made again here.
 */
public final class Presence {
    private static final int LONGEST_HEADER = 200;

    private Presence() {}

    /** Those that are not there, in the order given; one git process asks for all. */
    public static List<String> missing(ObjectStore store, Collection<String> commits)
            throws IOException, InterruptedException {
        if (commits.isEmpty()) {
            return List.of();
        }
        StringBuilder names = new StringBuilder();
        commits.forEach(commit -> names.append(Git.object(commit)).append('\n'));
        Exec.Result<Set<String>> found =
                store.git()
                        .run(
                                Exec.bytes(names.toString().getBytes(StandardCharsets.US_ASCII)),
                                Presence::sound,
                                "cat-file",
                                "--batch",
                                "--buffer");
        if (found.exitCode() != 0 && commits.size() > 1) {
            // Git gives up at an object that it can't read.
            List<String> missing = new ArrayList<>();
            for (String commit : commits) {
                missing.addAll(missing(store, List.of(commit)));
            }
            return missing;
        }
        return commits.stream().filter(commit -> !found.output().contains(commit)).toList();
    }

    /** The commits whose content fits their name. */
    private static Set<String> sound(InputStream in) throws IOException {
        Set<String> sound = new HashSet<>();
        for (String header = header(in); !header.isEmpty(); header = header(in)) {
            String[] fields = header.split(" ");
            if (fields.length != 3) {
                continue;
            }
            MessageDigest digest = sha1();
            digest.update((fields[1] + " " + fields[2] + "\0").getBytes(StandardCharsets.US_ASCII));
            boolean whole = read(in, Long.parseLong(fields[2]), digest);
            boolean fits = HexFormat.of().formatHex(digest.digest()).equals(fields[0]);
            if (whole && fits && fields[1].equals("commit")) {
                sound.add(fields[0]);
            }
            in.read();
        }
        return sound;
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

    private static boolean read(InputStream in, long size, MessageDigest digest)
            throws IOException {
        byte[] block = new byte[1 << 13];
        long left = size;
        while (left > 0) {
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
