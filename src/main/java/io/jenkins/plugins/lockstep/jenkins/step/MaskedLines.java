package io.jenkins.plugins.lockstep.jenkins.step;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Passes on what is written, with each secret replaced by stars. Holds a line back until it is
 * whole, since a secret may come in parts; of one that does not end, only what may be the start of
 * a secret. Each character of a text here is a byte.
 */
final class MaskedLines extends OutputStream {
    static final int LONGEST_LINE = 1 << 20;

    private final OutputStream out;
    private final List<String> secrets;
    private final int longestSecret;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * @param secrets the longest that stands in for others first
     */
    MaskedLines(OutputStream out, List<String> secrets) {
        this.out = out;
        this.secrets =
                secrets.stream()
                        .map(one -> one.getBytes(StandardCharsets.UTF_8))
                        .map(one -> new String(one, StandardCharsets.ISO_8859_1))
                        .toList();
        this.longestSecret = this.secrets.stream().mapToInt(String::length).max().orElse(1);
    }

    @Override
    public synchronized void write(int b) throws IOException {
        line.write(b);
        if (b == '\n') {
            pass(0);
        } else if (line.size() >= LONGEST_LINE + longestSecret) {
            pass(longestSecret - 1);
        }
    }

    /**
     * @param kept so many bytes at the end are held back
     */
    private void pass(int kept) throws IOException {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
            text = text.replace(secret, "****");
        }
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int passed = Math.max(0, bytes.length - kept);
        out.write(bytes, 0, passed);
        out.flush();
        line.reset();
        line.write(bytes, passed, bytes.length - passed);
    }

    @Override
    public synchronized void close() throws IOException {
        if (line.size() > 0) {
            pass(0);
        }
    }
}
