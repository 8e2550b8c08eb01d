package io.jenkins.plugins.lockstep.validate;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of a document, from its first one on and at most {@link ReportReader#MAX_BYTES}. In a
 * log, other lines may stand before it.
 */
final class DocumentStream extends FilterInputStream {
    private long left = ReportReader.MAX_BYTES;

    private DocumentStream(InputStream in) {
        super(in);
    }

    /**
     * @param first the character with which the document's first line begins, in a log
     * @throws Unreadable if there is no such line
     */
    static DocumentStream open(ReportReader.Source source, char first)
            throws IOException, Unreadable {
        Path file = source.file();
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        if (source.isLog() && !skipToLine(in, first)) {
            in.close();
            throw new Unreadable(
                    file.getFileName() + ": no line of the output begins with '" + first + "'");
        }
        return new DocumentStream(in);
    }

    private static boolean skipToLine(InputStream in, char first) throws IOException {
        boolean atStart = true;
        in.mark(1);
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (atStart && b == first) {
                in.reset();
                return true;
            }
            boolean skipped = b <= ' ' || b == 0xEF || b == 0xBB || b == 0xBF;
            atStart = b == '\n' || atStart && skipped;
            in.mark(1);
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        int b = super.read();
        count(b < 0 ? 0 : 1);
        return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = super.read(bytes, offset, length);
        count(Math.max(0, n));
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new TooLarge();
        }
    }

    /** There is more than is read. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("larger than the " + (ReportReader.MAX_BYTES >> 20) + " MiB that are read");
        }
    }
}
