package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Copies each file, hashes it as it passes, and flushes it to the disk. */
final class CopiedEvidence implements SourceWalk.Visitor {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final FileWorkers workers;
    private final Path target;
    private final List<Path> directories = new ArrayList<>();

    /**
     * @param target an empty directory
     */
    CopiedEvidence(FileWorkers workers, Path target) {
        this.workers = workers;
        this.target = target;
        directories.add(target);
    }

    @Override
    public void file(SourceDirectory in, Path name, BasicFileAttributes attributes, String path)
            throws IOException {
        makeParents(path);
        ReadableByteChannel source = in.open(name, attributes, SourceWalk.shown(path));
        try {
            Path copy = target.resolve(path);
            workers.submit(path, attributes.size(), block -> copy(source, copy, path, block));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Directories are made for the files in them only. */
    @Override
    public void directory(String path) {}

    private void makeParents(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        if (slash < 0 || Files.isDirectory(target.resolve(path.substring(0, slash)))) {
            return;
        }
        Path made = target;
        for (String name : path.substring(0, slash).split("/")) {
            made = made.resolve(name);
            if (!Files.isDirectory(made)) {
                Files.createDirectory(made);
                directories.add(made);
            }
        }
    }

    private Subject copy(ReadableByteChannel source, Path copy, String name, ByteBuffer block)
            throws IOException {
        MessageDigest digest = Digest.algorithm();
        try (source;
                FileChannel out =
                        FileChannel.open(copy, NEW, ReadOnly.newFile(copy.getFileSystem()))) {
            while (!workers.cancelled() && source.read(block.clear()) >= 0) {
                block.flip();
                workers.count(name, block.remaining());
                digest.update(block.array(), 0, block.limit());
                while (block.hasRemaining()) {
                    out.write(block);
                }
            }
            out.force(true);
        }
        return Subject.file(name, Digest.finish(digest.digest()));
    }

    /** When all is copied: what was made is on the disk, and read-only but for the root. */
    void seal() throws IOException {
        for (Path directory : directories) {
            AtomicFiles.fsyncDirectory(directory);
            if (!directory.equals(target)) {
                ReadOnly.directory(directory);
            }
        }
    }
}
