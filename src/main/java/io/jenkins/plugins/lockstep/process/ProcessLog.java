package io.jenkins.plugins.lockstep.process;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log file of one process. It never grows over its cap: of a longer output the first and the
 * last part are kept, with a line between them that says so. Not for use by several threads.
 */
final class ProcessLog implements AutoCloseable {
    private static final int LAST_LINES = 40;
    private static final int LONGEST_LAST_LINE = 2000;
    private static final int LAST_BYTES = 32 << 10;
    private static final int LARGEST_TAIL = 64 << 10;

    private final Path file;
    private final long cap;
    private final long head;
    private final OutputStream out;
    private final MessageDigest digest;
    private final Ring tail;
    private final Ring last = new Ring(LAST_BYTES);
    private final LineSplitter splitter;
    private long total;
    private boolean finished;

    /**
     * Makes the file, and its directory; replaces what was there, but never follows a link.
     *
     * @param cap in bytes; 0 for none
     * @param lines gets each line within the cap; null for nobody
     */
    ProcessLog(Path file, long cap, Consumer<String> lines) throws IOException {
        this.file = file;
        this.cap = cap <= 0 ? Long.MAX_VALUE : cap;
        int tailSize = (int) Math.min(LARGEST_TAIL, this.cap / 2);
        this.head = this.cap - tailSize;
        this.tail = new Ring(Math.max(1, tailSize));
        this.splitter = lines == null ? null : new LineSplitter(lines);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.deleteIfExists(file);
        this.out =
                Files.newOutputStream(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * @return false once more was written than the cap allows
     */
    boolean write(byte[] bytes, int length) throws IOException {
        long before = total;
        total += length;
        last.write(bytes, 0, length);
        int direct = (int) Math.min(length, Math.max(0, head - before));
        toFile(bytes, 0, direct);
        if (direct < length) {
            tail.write(bytes, direct, length - direct);
        }
        if (splitter != null && before < cap) {
            splitter.write(bytes, 0, (int) Math.min(length, cap - before));
        }
        return total <= cap;
    }

    /** Writes what is held back; no more is taken. */
    void finish() throws IOException {
        if (finished) {
            return;
        }
        finished = true;
        if (total > head) {
            int room = (int) (cap - head);
            byte[] cut = new byte[0];
            if (total > cap) {
                cut =
                        ("\n[lockstep: output limit of " + cap + " bytes; the middle is cut]\n")
                                .getBytes(StandardCharsets.US_ASCII);
                cut = 2 * cut.length < room ? cut : new byte[0];
            }
            toFile(cut, 0, cut.length);
            byte[] rest = tail.last(room - cut.length);
            toFile(rest, 0, rest.length);
        }
        out.close();
        if (splitter != null) {
            splitter.end();
        }
    }

    Ended ended(
            Ended.How how, int exitCode, String detail, java.time.Duration time, boolean sandboxed)
            throws IOException {
        finish();
        Digest logDigest = Digest.finish(digest.digest());
        return new Ended(how, exitCode, detail, time, file, logDigest, lastLines(), sandboxed);
    }

    /** The last lines of all that was printed, cut to a bearable length. */
    List<String> lastLines() {
        String text = new String(last.last(LAST_BYTES), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        int from = Math.max(last.overflowed() ? Math.min(1, lines.size() - 1) : 0, 0);
        from = Math.max(from, lines.size() - LAST_LINES);
        return lines.subList(from, lines.size()).stream()
                .map(
                        line ->
                                line.length() <= LONGEST_LAST_LINE
                                        ? line
                                        : line.substring(0, LONGEST_LAST_LINE) + "…")
                .toList();
    }

    private void toFile(byte[] bytes, int offset, int length) throws IOException {
        if (length > 0) {
            out.write(bytes, offset, length);
            digest.update(bytes, offset, length);
        }
    }

    long total() {
        return total;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
