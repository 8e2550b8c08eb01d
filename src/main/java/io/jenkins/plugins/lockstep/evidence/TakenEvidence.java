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
import java.util.Objects;

/** Hashes files where they are, and flushes them to the disk. */
final class TakenEvidence implements SourceWalk.Visitor, FileWorkers.Work {
    private static final String NOW = "unix:nlink,uid,fileKey,size,lastModifiedTime";

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
    public void files(SourceDirectory in, List<SourceFile> found) throws IOException {
        for (SourceFile file : found) {
            files.add(root.resolve(file.path()));
        }
        workers.submit(in, found, this);
    }

    /**
     * Flushes first: reading changes the time of the last access, which some file systems flush
     * too. Whoever writes between the two is found by the time of the last change.
     */
    @Override
    public void prepare(ReadableByteChannel content) throws IOException {
        if (content instanceof FileChannel channel) {
            channel.force(false);
        }
    }

    @Override
    public Subject run(SourceFile file, ReadableByteChannel content, FileWorkers.Scratch scratch)
            throws IOException {
        ByteBuffer block = scratch.block();
        MessageDigest digest = scratch.digest();
        digest.reset();
        while (!workers.cancelled() && content.read(block.clear()) >= 0) {
            block.flip();
            workers.count(file, block.remaining());
            digest.update(block.array(), 0, block.limit());
        }
        checkNow(file);
        return Subject.file(file.path(), Digest.finish(digest.digest()));
    }

    /** After it was read: it is the file that was found, nobody wrote it, and it is ours alone. */
    private void checkNow(SourceFile file) throws IOException {
        Path path = root.resolve(file.path());
        BasicFileAttributes seen = file.attributes();
        Map<String, Object> now = Files.readAttributes(path, NOW, LinkOption.NOFOLLOW_LINKS);
        if (!Integer.valueOf(1).equals(now.get("nlink")) || !self.equals(now.get("uid"))) {
            throw new NotOursException(path);
        }
        if (!Objects.equals(now.get("fileKey"), seen.fileKey())
                || !now.get("size").equals(seen.size())
                || !now.get("lastModifiedTime").equals(seen.lastModifiedTime())) {
            throw new EvidenceRefusedException(
                    file.shown(), "it was written while it was collected");
        }
    }

    @Override
    public void directory(String path) throws IOException {
        Path directory = root.resolve(path);
        checkOwner(directory);
        directories.add(directory);
    }

    /** When all is accepted: no empty directory is left, all is on the disk and read-only. */
    void seal() throws IOException {
        workers.change(files, ReadOnly::file);
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
