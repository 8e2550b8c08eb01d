package io.jenkins.plugins.lockstep.worker;

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
import java.util.List;

/**
 * Takes secrets out of what an agent left, before it leaves the machine: each becomes four stars.
 */
final class Scrubber {
    private static final byte[] STARS = "****".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> secrets;

    /**
     * @param values empty ones are left out
     */
    Scrubber(List<String> values) {
        secrets =
                values.stream()
                        .filter(value -> value != null && !value.isEmpty())
                        .map(value -> value.getBytes(StandardCharsets.UTF_8))
                        .toList();
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
                scrub(file, secret);
            }
        }
    }

    private static void scrub(Path file, byte[] secret) throws IOException {
        Path clean = Files.createTempFile(file.getParent(), "scrubbed", "");
        boolean found;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(clean))) {
            found = copy(in, out, secret);
        }
        if (found) {
            Files.move(clean, file, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(clean);
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
