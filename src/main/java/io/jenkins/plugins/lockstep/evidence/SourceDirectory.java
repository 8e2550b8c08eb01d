package io.jenkins.plugins.lockstep.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;

/**
 * A directory that somebody hostile may have filled, read without following a link: by handles
 * where the system has them, else by path with a look before and after each opening.
 */
final class SourceDirectory implements Closeable {
    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path path;
    private final DirectoryStream<Path> stream;
    private final SecureDirectoryStream<Path> secure;

    private SourceDirectory(Path path, DirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
        this.secure = stream instanceof SecureDirectoryStream<Path> handle ? handle : null;
    }

    /**
     * @throws EvidenceRefusedException if it is a link or not a directory
     */
    static SourceDirectory open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        try (DirectoryStream<Path> parent = Files.newDirectoryStream(absolute.getParent())) {
            BasicFileAttributes attributes = attributes(absolute);
            if (!attributes.isDirectory()) {
                throw new EvidenceRefusedException(path.toString(), "it is not a directory");
            }
            if (parent instanceof SecureDirectoryStream<Path> handle) {
                return new SourceDirectory(
                        absolute,
                        handle.newDirectoryStream(
                                absolute.getFileName(), LinkOption.NOFOLLOW_LINKS));
            }
            return byPath(absolute, attributes, path.toString());
        }
    }

    /** Can be called once. */
    Iterator<Path> names() {
        Iterator<Path> entries = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return entries.next().getFileName();
            }
        };
    }

    /** Of the entry itself, also if it is a link. */
    BasicFileAttributes attributesOf(Path name) throws IOException {
        return secure == null
                ? attributes(path.resolve(name))
                : secure.getFileAttributeView(
                                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
    }

    /** Opens one of its regular files for reading. */
    ReadableByteChannel open(SourceFile file) throws IOException {
        Path name = file.name();
        ReadableByteChannel channel;
        try {
            channel =
                    secure == null
                            ? Files.newByteChannel(path.resolve(name), READ)
                            : secure.newByteChannel(name, READ);
        } catch (AccessDeniedException e) {
            throw new EvidenceRefusedException(file.shown(), "we are not allowed to read it");
        }
        try {
            checkSame(file.attributes(), attributesOf(name), file.path());
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * @param shown where it is, for messages
     */
    SourceDirectory descend(Path name, BasicFileAttributes seen, String shown) throws IOException {
        Path child = path.resolve(name);
        try {
            return secure == null
                    ? byPath(child, seen, shown)
                    : new SourceDirectory(
                            child, secure.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        } catch (AccessDeniedException e) {
            throw new EvidenceRefusedException(
                    EvidenceNames.printable(shown), "we are not allowed to read it");
        }
    }

    private static SourceDirectory byPath(Path path, BasicFileAttributes seen, String shown)
            throws IOException {
        SourceDirectory opened = new SourceDirectory(path, Files.newDirectoryStream(path));
        try {
            checkSame(seen, attributes(path), shown);
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static void checkSame(
            BasicFileAttributes before, BasicFileAttributes after, String shown)
            throws EvidenceRefusedException {
        if (!Objects.equals(before.fileKey(), after.fileKey())
                || before.isDirectory() != after.isDirectory()
                || before.isRegularFile() != after.isRegularFile()) {
            throw new EvidenceRefusedException(
                    EvidenceNames.printable(shown), "it was replaced while it was collected");
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
