package io.jenkins.plugins.lockstep.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The lines of a ledger's file, one at a time and bounded. A missing file has none. */
final class LedgerLines implements Closeable {
    private static final int BLOCK = 1 << 16;

    private final FileChannel channel;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).flip();
    private byte[] line = new byte[BLOCK];
    private long position;

    private LedgerLines(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param bytes without the newline; null if longer than an envelope may be
     * @param start offset of its first byte
     * @param whole whether it ends with a newline
     */
    record Line(byte[] bytes, long start, boolean whole) {}

    static LedgerLines open(Path ledger) throws IOException {
        try {
            return new LedgerLines(
                    FileChannel.open(ledger, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return new LedgerLines(null);
        }
    }

    /** The next line; null at the end of the file. */
    Line next() throws IOException {
        long start = position;
        int length = 0;
        boolean tooLong = false;
        while (fill()) {
            int from = block.arrayOffset() + block.position();
            int end = newline(from, block.arrayOffset() + block.limit());
            int count = end - from;
            if (length + count > Envelope.MAX_LENGTH) {
                tooLong = true;
            } else {
                if (length + count > line.length) {
                    line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
                }
                System.arraycopy(block.array(), from, line, length, count);
                length += count;
            }
            position += count;
            block.position(block.position() + count);
            if (block.hasRemaining()) {
                block.get();
                position++;
                return new Line(tooLong ? null : Arrays.copyOf(line, length), start, true);
            }
        }
        return position == start
                ? null
                : new Line(tooLong ? null : Arrays.copyOf(line, length), start, false);
    }

    private int newline(int from, int end) {
        byte[] bytes = block.array();
        int i = from;
        while (i < end && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private boolean fill() throws IOException {
        if (block.hasRemaining()) {
            return true;
        }
        if (channel == null) {
            return false;
        }
        block.clear();
        int n = channel.read(block);
        block.flip();
        return n > 0;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
