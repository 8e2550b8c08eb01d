package io.jenkins.plugins.lockstep.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files and directories that change all at once or not at all, also when the machine stops. */
public final class AtomicFiles {
    private static final String SUFFIX = ".tmp";

    private AtomicFiles() {}

    /**
     * Puts the bytes in place of the file's content. A reader sees the old content or the new one,
     * never a mixture; when this returns, the new one is on the disk. A link is replaced, not
     * followed.
     *
     * @throws IOException if that failed; the file is then as it was, or (when only the directory
     *     could not be flushed) holds the new content
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        replace(file, bytes);
        fsyncDirectory(parent(file));
    }

    /**
     * The same, but the machine may forget it until {@link #fsyncDirectory} was called: for several
     * files of one directory.
     *
     * @throws IOException if that failed; the file is then as it was
     */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path directory = parent(file);
        Path temp = directory.resolve(prefix(file) + UUID.randomUUID() + SUFFIX);
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(
                    temp,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            deleteQuietly(temp, e);
            throw e;
        }
    }

    /** Removes what {@link #write} of that file left behind when the process was killed in it. */
    public static void sweep(Path file) throws IOException {
        String prefix = prefix(file);
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(
                        parent(file),
                        entry -> {
                            String name = entry.getFileName().toString();
                            return name.startsWith(prefix) && name.endsWith(SUFFIX);
                        })) {
            for (Path entry : entries) {
                Files.deleteIfExists(entry);
            }
        }
    }

    /**
     * Flushes a directory's entries to the disk, so that what was created or renamed in it stays.
     * Does nothing where the system can't open a directory (Windows).
     */
    public static void fsyncDirectory(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (FileSystemException e) {
            if (Files.isDirectory(directory)
                    && !Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                return;
            }
            throw e;
        }
        try (channel) {
            channel.force(true);
        }
    }

    /**
     * Removes a file, or a directory with all that is in it, however deep. Follows no link, and
     * gives itself write permission on directories that lack it. Nothing happens if there is
     * nothing.
     */
    public static void deleteTree(Path tree) throws IOException {
        new TreeDeletion(tree).run();
    }

    private static String prefix(Path file) {
        return "." + file.getFileName() + ".";
    }

    private static Path parent(Path file) {
        return file.toAbsolutePath().getParent();
    }

    private static void deleteQuietly(Path temp, Exception cause) {
        try {
            Files.deleteIfExists(temp);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
