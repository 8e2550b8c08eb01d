package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a program printed.
 *
 * @param text as UTF-8; of a long output the first and the last 4 MiB
 * @param cut whether the middle is left out
 */
record ProgramOutput(String text, boolean cut) {
    private static final int END_BYTES = 4 << 20;

    static ProgramOutput read(Path log) throws IOException {
        if (log == null || !Files.isRegularFile(log)) {
            return new ProgramOutput("", false);
        }
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            long size = channel.size();
            if (size <= 2L * END_BYTES) {
                return new ProgramOutput(text(channel, (int) size), false);
            }
            String first = text(channel, END_BYTES);
            channel.position(size - END_BYTES);
            return new ProgramOutput(first + "\n[…]\n" + text(channel, END_BYTES), true);
        }
    }

    private static String text(SeekableByteChannel channel, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            continue;
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }
}
