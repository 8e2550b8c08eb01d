package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.base.Json;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes secrets out of what an agent left, before it leaves the machine: each becomes four stars.
 */
public final class Scrubber {
    private static final byte[] STARS = "****".getBytes(StandardCharsets.US_ASCII);

    /** Lines of a secret that are shorter tell nothing, and stand in innocent text. */
    private static final int SHORTEST_LINE = 8;

    private final List<byte[]> secrets;

    /**
     * @param values empty ones are left out
     */
    Scrubber(List<String> values) {
        secrets =
                values.stream()
                        .filter(value -> value != null && !value.isEmpty())
                        .flatMap(value -> parts(value).stream())
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toList();
    }

    /**
     * How a secret may show itself: as it is, as JSON has it, and line by line; the whole first.
     */
    public static List<String> parts(String secret) {
        Set<String> parts = new LinkedHashSet<>();
        parts.add(secret);
        String json = new String(Json.canonical(secret), StandardCharsets.UTF_8);
        parts.add(json.substring(1, json.length() - 1));
        secret.lines().filter(line -> line.length() >= SHORTEST_LINE).forEach(parts::add);
        parts.remove("");
        return List.copyOf(parts);
    }

    /** Scrubs a file, or all files below a directory. */
    void scrub(Path start) throws IOException {
        if (secrets.isEmpty() || !Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> files;
        try (var walk = Files.walk(start)) {
            files =
                    walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .toList();
        }
        for (Path file : files) {
            for (byte[] secret : secrets) {
                if (copy(file, OutputStream.nullOutputStream(), secret)) {
                    replace(file, secret);
                }
            }
        }
    }

    private static void replace(Path file, byte[] secret) throws IOException {
        makeWritable(file.getParent());
        Path clean = Files.createTempFile(file.getParent(), "scrubbed", "");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(clean))) {
            copy(file, out, secret);
        }
        Files.move(clean, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Collected evidence is read-only, which what is not sealed yet need not be. */
    private static void makeWritable(Path directory) throws IOException {
        if (!Files.isWritable(directory)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
            permissions.add(PosixFilePermission.OWNER_WRITE);
            Files.setPosixFilePermissions(directory, permissions);
        }
    }

    /** Whether the secret was there; what goes out is without it. */
    private static boolean copy(Path file, OutputStream out, byte[] secret) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return copy(in, out, secret);
        }
    }

    /** Knuth, Morris and Pratt: one pass, whatever the secret repeats. */
    private static boolean copy(InputStream in, OutputStream out, byte[] secret)
            throws IOException {
        int[] back = fallbacks(secret);
        boolean found = false;
        int matched = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            while (matched > 0 && (byte) b != secret[matched]) {
                int next = back[matched - 1];
                out.write(secret, 0, matched - next);
                matched = next;
            }
            if ((byte) b == secret[matched]) {
                matched++;
            } else {
                out.write(b);
            }
            if (matched == secret.length) {
                out.write(STARS);
                found = true;
                matched = 0;
            }
        }
        out.write(secret, 0, matched);
        return found;
    }

    private static int[] fallbacks(byte[] secret) {
        int[] back = new int[secret.length];
        for (int i = 1, k = 0; i < secret.length; i++) {
            while (k > 0 && secret[i] != secret[k]) {
                k = back[k - 1];
            }
            k += secret[i] == secret[k] ? 1 : 0;
            back[i] = k;
        }
        return back;
    }
}
