package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Hashes files where they are, and flushes them to the disk. */
final class TakenEvidence implements SourceWalk.Visitor {
    private final FileWorkers workers;
    private final Path root;
    private final Object self;
    private final List<Path> files = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();

    /**
     * @param root a directory whose name nobody else knows by now
     * @param self our user, as {@link #owner} gives it
     */
    TakenEvidence(FileWorkers workers, Path root, Object self) throws IOException {
        this.workers = workers;
        this.root = root;
        this.self = self;
        checkOwner(root);
    }

    /** Somebody else could still change it: another owner, or another name of the same file. */
    static final class NotOursException extends IOException {
        private static final long serialVersionUID = 1L;

        NotOursException(Path path) {
            super(path + " is not ours alone");
        }
    }

    /** Who owns it; empty where the system does not say, so that nothing can be taken. */
    static Object owner(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                : "";
    }

    private void checkOwner(Path directory) throws IOException {
        if (!self.equals(owner(directory))) {
            throw new NotOursException(directory);
        }
    }

    @Override
    public void file(SourceDirectory in, Path name, BasicFileAttributes attributes, String path)
            throws IOException {
        Path file = root.resolve(path);
        Map<String, Object> more =
                Files.readAttributes(file, "unix:nlink,uid", LinkOption.NOFOLLOW_LINKS);
        if (!Integer.valueOf(1).equals(more.get("nlink")) || !self.equals(more.get("uid"))) {
            throw new NotOursException(file);
        }
        ReadableByteChannel source = in.open(name, attributes, SourceWalk.shown(path));
        try {
            files.add(file);
            workers.submit(
                    path, attributes.size(), block -> hash(source, file, attributes, path, block));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private Subject hash(
            ReadableByteChannel source,
            Path file,
            BasicFileAttributes seen,
            String name,
            ByteBuffer block)
            throws IOException {
        MessageDigest digest = Digest.algorithm();
        try (source) {
            while (!workers.cancelled() && source.read(block.clear()) >= 0) {
                block.flip();
                workers.count(name, block.remaining());
                digest.update(block.array(), 0, block.limit());
            }
            if (source instanceof FileChannel channel) {
                channel.force(false);
            }
        }
        BasicFileAttributes now =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (now.size() != seen.size() || !now.lastModifiedTime().equals(seen.lastModifiedTime())) {
            throw new EvidenceRefusedException(
                    SourceWalk.shown(name), "it was written while it was collected");
        }
        return Subject.file(name, Digest.finish(digest.digest()));
    }

    @Override
    public void directory(String path) throws IOException {
        Path directory = root.resolve(path);
        checkOwner(directory);
        directories.add(directory);
    }

    /** When all is accepted: no empty directory is left, all is on the disk and read-only. */
    void seal() throws IOException {
        for (Path file : files) {
            ReadOnly.file(file);
        }
        for (Path directory : directories) {
            try {
                Files.delete(directory);
            } catch (DirectoryNotEmptyException e) {
                AtomicFiles.fsyncDirectory(directory);
                ReadOnly.directory(directory);
            }
        }
        AtomicFiles.fsyncDirectory(root);
    }
}
