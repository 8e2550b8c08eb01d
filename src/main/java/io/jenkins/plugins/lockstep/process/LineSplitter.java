package io.jenkins.plugins.lockstep.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts bytes into lines of bounded length; what is not UTF-8 becomes replacement characters. */
final class LineSplitter {
    /** Longest line that is passed on, in bytes; the rest of a longer one is dropped. */
    static final int LONGEST = 1 << 20;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean pending;

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void write(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int start = offset;
        for (int i = offset; i < end; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i);
                pass();
                start = i + 1;
            }
        }
        keep(bytes, start, end);
    }

    /** Passes on a last line that has no newline. */
    void end() {
        if (pending) {
            pass();
        }
    }

    private void keep(byte[] bytes, int start, int end) {
        pending |= end > start;
        int length = Math.min(end - start, LONGEST - line.size());
        if (length > 0) {
            line.write(bytes, start, length);
        }
    }

    private void pass() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        pending = false;
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
