package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.EvidenceNames;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Files of a directory as one stream: for each the length of its name, the name, the length of its
 * content, the content; a name of length 0 ends it. The writer is not trusted, so the reader takes
 * plain names and files only, in a fresh directory, and no more than it was told to expect.
 */
public final class EvidenceStream {
    private static final int BLOCK = 1 << 16;
    private static final int MAX_NAME = 1024;
    private static final int MAX_FILES = 100_000;

    /** A file that came. */
    public record Part(long size, Digest digest) {}

    private EvidenceStream() {}

    /**
     * Writes files; what is no plain file stops it.
     *
     * @param from directories and files below {@code root}; those that don't exist are left out
     * @param last whether the stream ends here
     */
    public static void write(Path root, List<Path> from, boolean last, OutputStream sink)
            throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(sink, BLOCK));
        for (Path start : from) {
            if (Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
                try (var files = Files.walk(start)) {
                    for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                            writeFile(root, file, out);
                        }
                    }
                }
            }
        }
        if (last) {
            out.writeInt(0);
        }
        out.flush();
    }

    private static void writeFile(Path root, Path file, DataOutputStream out) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("evidence holds what is no plain file: " + root.relativize(file));
        }
        byte[] name =
                root.relativize(file)
                        .toString()
                        .replace('\\', '/')
                        .getBytes(StandardCharsets.UTF_8);
        long size = Files.size(file);
        out.writeInt(name.length);
        out.write(name);
        out.writeLong(size);
        try (InputStream in = Files.newInputStream(file)) {
            copy(in, out, size, file.toString());
        }
    }

    /**
     * Reads a stream into a directory that must not exist.
     *
     * @param maxBytes of all contents
     * @return the files by name, in the order in which they came
     * @throws IOException if the stream holds what it may not, or too much; the directory is then
     *     worthless
     */
    public static Map<String, Part> read(InputStream stream, Path to, long maxBytes)
            throws IOException {
        Files.createDirectory(to);
        Map<String, Part> parts = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        Set<Path> directories = new HashSet<>();
        DataInputStream in = new DataInputStream(new BufferedInputStream(stream, BLOCK));
        long left = maxBytes;
        for (int files = 0; ; files++) {
            int length = in.readInt();
            if (length == 0) {
                return parts;
            }
            if (length < 0 || length > MAX_NAME || files == MAX_FILES) {
                throw new IOException(
                        "refused: " + (files == MAX_FILES ? "too many files" : "a name too long"));
            }
            String name = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            Path file = checked(name, to);
            if (!taken.add(EvidenceNames.folded(name))) {
                throw new IOException("refused: " + name + " comes twice");
            }
            long size = in.readLong();
            if (size < 0 || size > left) {
                throw new IOException(
                        "refused: " + name + " makes it more than " + maxBytes + " bytes");
            }
            left -= size;
            if (directories.add(file.getParent())) {
                Files.createDirectories(file.getParent());
            }
            parts.put(name, new Part(size, write(in, file, size, name)));
        }
    }

    private static Digest write(InputStream in, Path file, long size, String name)
            throws IOException {
        MessageDigest digest = Digest.algorithm();
        try (OutputStream out =
                Files.newOutputStream(
                        file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(in, new DigestOutputStream(out, digest), size, name);
        }
        return Digest.finish(digest.digest());
    }

    private static Path checked(String name, Path to) throws IOException {
        String problem = EvidenceNames.problemOfPath(name);
        if (problem != null) {
            throw refused(name, problem);
        }
        try {
            return to.resolve(name);
        } catch (InvalidPathException e) {
            throw refused(name, e.getReason());
        }
    }

    private static IOException refused(String name, String why) {
        return new IOException("refused: the name '" + EvidenceNames.printable(name) + "': " + why);
    }

    private static void copy(InputStream in, OutputStream out, long size, String name)
            throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, size)];
        long left = size;
        while (left > 0) {
            int n = in.read(block, 0, (int) Math.min(block.length, left));
            if (n < 0) {
                throw new IOException(name + " is shorter than announced");
            }
            out.write(block, 0, n);
            left -= n;
        }
    }
}
