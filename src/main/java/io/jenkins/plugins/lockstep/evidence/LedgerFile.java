package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Uninterrupted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * The file of a ledger, as its one writer sees it: it knows how long the file is, and either a
 * whole line is added or the file is as long as before.
 */
final class LedgerFile {
    private final Path path;
    private Object identity;
    private long length;

    private LedgerFile(Path path) {
        this.path = path;
    }

    /** Opens or creates the file, and cuts off what follows the valid prefix. */
    static LedgerFile open(Path path, long valid) throws IOException {
        LedgerFile file = new LedgerFile(path);
        Uninterrupted.run(
                () -> {
                    boolean created = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
                    try (FileChannel channel =
                            FileChannel.open(
                                    path,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    LinkOption.NOFOLLOW_LINKS)) {
                        if (channel.size() > valid) {
                            channel.truncate(valid);
                        }
                        channel.force(true);
                    }
                    if (created) {
                        AtomicFiles.fsyncDirectory(path.toAbsolutePath().getParent());
                    }
                });
        file.length = valid;
        file.identity = file.attributes().fileKey();
        return file;
    }

    /**
     * Adds bytes and flushes them to the disk.
     *
     * @throws LedgerBrokenException if the file isn't as it was left
     * @throws UncertainException if it is not known whether the bytes are there
     * @throws IOException if that failed; the file is as before
     */
    void append(byte[] bytes) throws IOException {
        checkUntouched();
        try {
            Uninterrupted.run(() -> write(bytes));
        } catch (IOException | RuntimeException e) {
            cutBack(e);
            throw e;
        }
        length += bytes.length;
    }

    private void write(byte[] bytes) throws IOException {
        try (FileChannel channel = channel()) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer, length + buffer.position());
            }
            channel.force(true);
        }
    }

    private void cutBack(Exception cause) throws UncertainException {
        try {
            Uninterrupted.run(
                    () -> {
                        try (FileChannel channel = channel()) {
                            channel.truncate(length);
                            channel.force(true);
                        }
                    });
        } catch (IOException | RuntimeException e) {
            e.addSuppressed(cause);
            throw new UncertainException(
                    "cannot write " + path + " nor cut off what was begun: " + cause, e);
        }
    }

    private void checkUntouched() throws IOException {
        BasicFileAttributes now = attributes();
        if (!Objects.equals(now.fileKey(), identity) || now.size() != length) {
            throw new LedgerBrokenException(
                    0, path + " was changed by somebody else while it was held");
        }
    }

    private BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private FileChannel channel() throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** It is not known whether a line is in the ledger: its next opening tells. */
    static final class UncertainException extends IOException {
        private static final long serialVersionUID = 1L;

        UncertainException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
