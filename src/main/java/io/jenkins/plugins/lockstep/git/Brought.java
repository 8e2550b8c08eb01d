package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * What setup and carry brought into a checkout, besides the commit's files. Kept as 16 bytes an
 * entry, since there may be hundreds of thousands; keyed, so that nobody can aim at a collision.
 */
final class Brought {
    /** Nothing was brought. */
    static final Brought NOTHING = new Brought();

    private static final int KEY_BYTES = 32;

    private final byte[] key = new byte[KEY_BYTES];
    private final Map<Long, Long> stamps = new HashMap<>();

    private Brought() {
        new SecureRandom().nextBytes(key);
    }

    /** All in the tree that isn't tracked. */
    static Brought record(Path tree, Tracked tracked) throws IOException, InterruptedException {
        Brought brought = new Brought();
        TreeWalk.walk(
                tree,
                (path, relative, attributes) -> {
                    boolean known =
                            tracked.files().contains(relative)
                                    || tracked.directories().contains(relative)
                                    || tracked.gitlinks().contains(relative);
                    if (!known) {
                        brought.stamps.put(
                                brought.hash(relative),
                                attributes.isDirectory() ? 0 : brought.stamp(path));
                    }
                    return !tracked.gitlinks().contains(relative);
                });
        return brought;
    }

    /** Reads what {@link #write} wrote. */
    static Brought read(Path file) throws IOException {
        Brought brought = new Brought();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            in.readFully(brought.key);
            for (int left = in.readInt(); left > 0; left--) {
                brought.stamps.put(in.readLong(), in.readLong());
            }
        }
        return brought;
    }

    /** Writes it to a file, for another process. */
    void write(Path file) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.write(key);
            out.writeInt(stamps.size());
            for (Map.Entry<Long, Long> entry : stamps.entrySet()) {
                out.writeLong(entry.getKey());
                out.writeLong(entry.getValue());
            }
        }
    }

    boolean isEmpty() {
        return stamps.isEmpty();
    }

    int size() {
        return stamps.size();
    }

    boolean contains(String relative) {
        return stamps.containsKey(hash(relative));
    }

    /** Whether that brought file is as it was; directories need only be there. */
    boolean unchanged(Path path, String relative, boolean directory) throws IOException {
        Long stamp = stamps.get(hash(relative));
        return stamp != null && stamp == (directory ? 0 : stamp(path));
    }

    private long stamp(Path path) throws IOException {
        return hash(FileStamp.of(path).text()) | 1;
    }

    private long hash(String text) {
        MessageDigest digest = Digest.algorithm();
        digest.update(key);
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
