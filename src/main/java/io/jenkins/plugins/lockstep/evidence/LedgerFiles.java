package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** The names of a ledger's files. */
record LedgerFiles(Path directory) {
    private static final int MAX_HEAD = 1 << 16;
    private static final int MAX_PROGRESS = 256 << 20;

    Path ledger() {
        return directory.resolve("ledger.jsonl");
    }

    Path head() {
        return directory.resolve("head.json");
    }

    Path progress() {
        return directory.resolve("progress.json");
    }

    Path lock() {
        return directory.resolve("lock");
    }

    Path holder() {
        return directory.resolve("holder.json");
    }

    Path key() {
        return directory.resolve("key");
    }

    Path evidence() {
        return directory.resolve("evidence");
    }

    Path incoming() {
        return directory.resolve("incoming");
    }

    /**
     * What a file held when it was read, or why it could not be read.
     *
     * @param bytes null if there was no file, or if it could not be read
     * @param unreadable null if it could be read
     */
    record Content(byte[] bytes, IOException unreadable) {
        private interface Reading {
            Optional<byte[]> read() throws IOException;
        }

        private static Content of(Reading reading) throws InterruptedIOException {
            try {
                return new Content(reading.read().orElse(null), null);
            } catch (ClosedByInterruptException e) {
                throw new InterruptedIOException("interrupted while a ledger was verified");
            } catch (IOException e) {
                return new Content(null, e);
            }
        }

        /** The bytes; empty if there was no file. */
        Optional<byte[]> get() throws IOException {
            if (unreadable != null) {
                throw unreadable;
            }
            return Optional.ofNullable(bytes);
        }

        /** Whether both held the same, or neither could be read. */
        boolean same(Content other) {
            return (unreadable == null) == (other.unreadable == null)
                    && Arrays.equals(bytes, other.bytes);
        }
    }

    Content headContent() throws InterruptedIOException {
        return Content.of(this::readHead);
    }

    Content progressContent() throws InterruptedIOException {
        return Content.of(this::readProgress);
    }

    /** How long the ledger is now; 0 if there is none. */
    long ledgerBytes() throws IOException {
        try {
            return Files.size(ledger());
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    Optional<byte[]> readHead() throws IOException {
        return read(head(), MAX_HEAD);
    }

    Optional<byte[]> readProgress() throws IOException {
        return read(progress(), MAX_PROGRESS);
    }

    /** A file's bytes, not through a link; empty if there is none. */
    private static Optional<byte[]> read(Path file, int max) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = channel.size();
            if (size > max) {
                throw new EvidenceFormatException(file + " is too large: " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Goes on to the end.
            }
            byte[] all = new byte[bytes.position()];
            bytes.flip().get(all);
            return Optional.of(all);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
