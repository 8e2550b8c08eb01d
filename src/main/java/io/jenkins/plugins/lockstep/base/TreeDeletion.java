package io.jenkins.plugins.lockstep.base;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * Removes one tree. A directory inside is emptied by moving its own directories up to the top, so
 * that neither paths nor the number of open directories grow with the depth.
 */
final class TreeDeletion {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private static final int MOST_TRIES = 1_000;

    private final Path top;

    TreeDeletion(Path top) {
        this.top = top.toAbsolutePath();
    }

    /** Others may remove the same tree: what they did first is done. */
    void run() throws IOException {
        for (int tried = 1; Files.exists(top, LinkOption.NOFOLLOW_LINKS); tried++) {
            try {
                once();
                return;
            } catch (NoSuchFileException | DirectoryNotEmptyException e) {
                if (tried == MOST_TRIES) {
                    throw e;
                }
            } catch (DirectoryIteratorException e) {
                if (tried == MOST_TRIES || !(e.getCause() instanceof NoSuchFileException)) {
                    throw e.getCause();
                }
            }
        }
    }

    private void once() throws IOException {
        if (isDirectory(top)) {
            makeWritable(top);
            try (DirectoryStream<Path> parent = Files.newDirectoryStream(top.getParent())) {
                if (parent instanceof SecureDirectoryStream<Path> secure) {
                    while (pass(secure)) {
                        // Directories were moved up: look again.
                    }
                } else {
                    empty(top);
                }
            }
        }
        Files.deleteIfExists(top);
    }

    /** Goes once over what is in the top directory; says whether there may be more. */
    private boolean pass(SecureDirectoryStream<Path> parent) throws IOException {
        boolean more = false;
        try (SecureDirectoryStream<Path> here =
                parent.newDirectoryStream(top.getFileName(), LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : here) {
                Path name = entry.getFileName();
                if (isDirectory(here, name)) {
                    more |= dissolve(here, name);
                } else {
                    here.deleteFile(name);
                }
            }
        }
        return more;
    }

    private boolean dissolve(SecureDirectoryStream<Path> here, Path name) throws IOException {
        boolean moved = false;
        makeWritable(top.resolve(name));
        try (SecureDirectoryStream<Path> inside =
                here.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : inside) {
                Path child = entry.getFileName();
                if (isDirectory(inside, child)) {
                    makeWritable(top.resolve(name).resolve(child));
                    inside.move(child, here, fresh());
                    moved = true;
                } else {
                    inside.deleteFile(child);
                }
            }
        }
        try {
            here.deleteDirectory(name);
        } catch (DirectoryNotEmptyException e) {
            return true;
        }
        return moved;
    }

    private Path fresh() {
        return top.getFileSystem().getPath("lockstep-" + UUID.randomUUID());
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> in, Path name)
            throws IOException {
        return in.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    private static boolean isDirectory(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void makeWritable(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null || view.readAttributes().permissions().containsAll(OWNER)) {
            return;
        }
        // Not through the view: it would have to open the directory, which may not be allowed yet.
        Files.setPosixFilePermissions(directory, OWNER);
    }

    /** For systems without directory handles. */
    private static void empty(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                if (isDirectory(entry)) {
                    makeWritable(entry);
                    empty(entry);
                }
                delete(entry);
            }
        } catch (NoSuchFileException e) {
            // Somebody else removed it, which is what we want.
        }
    }

    private static void delete(Path entry) throws IOException {
        if (Files.getFileStore(entry).supportsFileAttributeView("dos")
                && !Files.isSymbolicLink(entry)) {
            Files.setAttribute(entry, "dos:readonly", false, LinkOption.NOFOLLOW_LINKS);
        }
        Files.deleteIfExists(entry);
    }
}
