package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
