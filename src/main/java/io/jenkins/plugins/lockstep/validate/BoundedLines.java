package io.jenkins.plugins.lockstep.validate;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The lines of a file of any size and content, one at a time: UTF-8 with what is malformed
 * replaced, terminal colours removed, and each line cut at a length.
 */
final class BoundedLines implements AutoCloseable {
    /**
     * Longest line that is given, in bytes; the rest of it is passed over. An expression whose cost
     * grows with the line's square is then still within {@link StepBudget#PER_TEXT}.
     */
    static final int MAX_LINE = 2_048;

    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;?]{0,20}[A-Za-z]");

    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE];
    private long number;

    BoundedLines(Path file) throws IOException {
        this(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    BoundedLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, or null after the last. */
    String next() throws IOException {
        int length = 0;
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            if (length < MAX_LINE) {
                line[length++] = (byte) b;
            }
            b = in.read();
        }
        number++;
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        return text.indexOf('\u001B') < 0 ? text : COLOUR.matcher(text).replaceAll("");
    }

    /** 1-based number of the line that was given last. */
    long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
