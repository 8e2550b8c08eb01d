package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** The key pair in its directory. */
final class KeyFiles {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private static final String PREFIX = ".new-key.";
    private static final String SUFFIX = ".tmp";

    private final Path directory;
    private final Path privatePem;
    private final Path publicPem;

    KeyFiles(Path directory) {
        this.directory = directory.toAbsolutePath();
        this.privatePem = this.directory.resolve("ed25519.pem");
        this.publicPem = this.directory.resolve("ed25519.pub.pem");
    }

    SigningKey openOrCreate() throws IOException {
        makeDirectory();
        checkPrivacy(directory, "700");
        if (!Files.exists(privatePem, LinkOption.NOFOLLOW_LINKS)) {
            create();
        }
        SigningKey key = open();
        sweep();
        openPublic(key.verifyingKey());
        return key;
    }

    private void makeDirectory() throws IOException {
        Files.createDirectories(directory.getParent());
        try {
            Files.createDirectory(directory, attributes("rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new KeyException(
                        "key directory " + directory + " is a link or a file: remove it", e);
            }
        }
    }

    /** A link is made only if there is none yet: the first of several processes wins. */
    private void create() throws IOException {
        Path temp = directory.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        try {
            writeNew(temp, SigningKey.generate().toPem());
            try {
                Files.createLink(privatePem, temp);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                return; // Another process was first, and may have removed what it found of ours.
            } catch (UnsupportedOperationException e) {
                try {
                    Files.move(temp, privatePem);
                } catch (FileAlreadyExistsException theirs) {
                    return;
                }
            }
            AtomicFiles.fsyncDirectory(directory);
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    /** Once there is a key, what other attempts to make one left is of no use. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path temp : left) {
                Files.deleteIfExists(temp);
            }
        }
    }

    private void writeNew(Path file, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private SigningKey open() throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(
                        privatePem, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new KeyException(
                    "private key "
                            + privatePem
                            + (attributes.isSymbolicLink() ? " is a link" : " is not a file")
                            + ": put the key itself there");
        }
        checkPrivacy(privatePem, "600");
        try {
            return SigningKey.fromPem(read(privatePem));
        } catch (EvidenceFormatException e) {
            throw new KeyException(
                    "private key "
                            + privatePem
                            + ": "
                            + e.getMessage()
                            + "; restore it, or move the ledger and this directory away to begin"
                            + " anew",
                    e);
        }
    }

    private void openPublic(VerifyingKey key) throws IOException {
        if (!Files.exists(publicPem, LinkOption.NOFOLLOW_LINKS)) {
            AtomicFiles.write(publicPem, key.toPem().getBytes(StandardCharsets.US_ASCII));
            return;
        }
        if (!VerifyingKey.read(publicPem).equals(key)) {
            throw new KeyException(
                    "public key "
                            + publicPem
                            + " does not belong to the private key beside it: remove it, and it"
                            + " will be written again");
        }
    }

    /** A key file's text, bounded, not through a link. */
    static String read(Path pem) throws IOException {
        try (FileChannel channel =
                FileChannel.open(pem, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer buffer = ByteBuffer.allocate(Pem.MAX_LENGTH + 1);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Goes on to the end.
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            throw new KeyException("there is no key " + pem, e);
        } catch (IOException e) {
            throw new KeyException("cannot read key " + pem + " (is it a link?): " + e, e);
        }
    }

    private static void checkPrivacy(Path path, String mode) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new KeyException(
                    path
                            + " is open to others ("
                            + PosixFilePermissions.toString(permissions)
                            + "): the key may be known. Run 'chmod "
                            + mode
                            + " "
                            + path
                            + "' if nobody else uses this machine");
        }
    }

    private FileAttribute<?>[] attributes(String mode) {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
                }
                : new FileAttribute<?>[0];
    }
}
