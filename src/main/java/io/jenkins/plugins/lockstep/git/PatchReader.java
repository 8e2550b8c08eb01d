package io.jenkins.plugins.lockstep.git;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the added lines out of {@code git diff -U0}, line by line, so that memory holds no more
 * than what is kept. Hunks are counted out, so a line that looks like a header stays a line.
 */
final class PatchReader {
    /** Longest line that is kept, in bytes. */
    static final int MAX_LINE = 10_000;

    /** Most text of added lines that is kept, in bytes. */
    static final long MAX_TOTAL = 64L << 20;

    private static final int MAX_READ = 64 << 10;
    private static final Pattern HUNK =
            Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*", Pattern.DOTALL);
    private static final String ESCAPES = "abtnvfr\"\\";
    private static final byte[] ESCAPED = {7, 8, 9, 10, 11, 12, 13, '"', '\\'};

    private final InputStream in;
    private final Map<String, List<AddedLine>> lines = new LinkedHashMap<>();
    private long total;
    private String path;
    private boolean skipped;

    private PatchReader(InputStream in) {
        this.in = in instanceof BufferedInputStream ? in : new BufferedInputStream(in, 1 << 16);
    }

    /**
     * @return by path, in the patch's order; only files that gained lines
     * @throws IOException if there are more than {@link #MAX_TOTAL} bytes of them
     */
    static Map<String, List<AddedLine>> read(InputStream in) throws IOException {
        PatchReader reader = new PatchReader(in);
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            reader.header(new String(line, StandardCharsets.UTF_8), line);
        }
        return reader.lines;
    }

    private void header(String text, byte[] raw) throws IOException {
        if (text.startsWith("diff --git ")) {
            path = null;
            skipped = false;
        } else if (text.startsWith("new file mode ") || text.startsWith("index ")) {
            skipped |= text.endsWith(" 160000") || text.endsWith(" 120000");
        } else if (text.startsWith("+++ ")) {
            path = target(raw);
        } else if (text.startsWith("@@ ")) {
            Matcher hunk = HUNK.matcher(text);
            if (!hunk.matches()) {
                throw new IOException("a hunk of git's diff can't be read: " + text);
            }
            hunk(number(hunk.group(1), 1), number(hunk.group(2), 0), number(hunk.group(3), 1));
        }
    }

    private void hunk(long removed, long first, long added) throws IOException {
        long seenRemoved = 0;
        long seenAdded = 0;
        while (seenRemoved < removed || seenAdded < added) {
            byte[] line = next();
            if (line == null) {
                throw new IOException("git's diff ends in the middle of a hunk of " + path);
            }
            if (line.length > 0 && line[0] == '-') {
                seenRemoved++;
            } else if (line.length > 0 && line[0] == '+') {
                keep((int) Math.min(Integer.MAX_VALUE, first + seenAdded), line);
                seenAdded++;
            }
        }
    }

    private void keep(int number, byte[] line) throws IOException {
        if (skipped || path == null) {
            return;
        }
        int length = Math.min(line.length - 1, MAX_LINE);
        if (length > 0 && length == line.length - 1 && line[line.length - 1] == '\r') {
            length--;
        }
        total += length;
        if (total > MAX_TOTAL) {
            throw new IOException(
                    "the change adds more than %d MiB of text (at %s); leave generated files out"
                            .formatted(MAX_TOTAL >> 20, path));
        }
        String text = new String(line, 1, length, StandardCharsets.UTF_8);
        lines.computeIfAbsent(path, p -> new ArrayList<>()).add(new AddedLine(number, text));
    }

    /** The next line without its '\n', cut at {@link #MAX_READ}; null at the end. */
    private byte[] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(120);
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() < MAX_READ) {
                line.write(b);
            }
        }
        return line.toByteArray();
    }

    private static String target(byte[] line) {
        int from = "+++ ".length();
        int to = line.length;
        if (to > from && line[to - 1] == '\t') {
            to--;
        }
        byte[] name;
        if (to > from && line[from] == '"') {
            name = unquote(line, from + 1, to - 1);
        } else {
            name = java.util.Arrays.copyOfRange(line, from, to);
        }
        String text = new String(name, StandardCharsets.UTF_8);
        return text.startsWith("b/") ? text.substring(2) : null;
    }

    private static byte[] unquote(byte[] line, int from, int to) {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        int i = from;
        while (i < to) {
            if (line[i] != '\\' || i + 1 >= to) {
                name.write(line[i++]);
                continue;
            }
            int escape = ESCAPES.indexOf(line[i + 1]);
            if (escape >= 0) {
                name.write(ESCAPED[escape]);
                i += 2;
            } else {
                int value = 0;
                i++;
                for (int digits = 0; digits < 3 && i < to; digits++, i++) {
                    value = value * 8 + (line[i] - '0');
                }
                name.write(value);
            }
        }
        return name.toByteArray();
    }

    private static long number(String text, long absent) {
        return text == null ? absent : Long.parseLong(text);
    }
}
