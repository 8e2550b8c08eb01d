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
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Copies each file, hashes it as it passes, and flushes it to the disk if that is wanted. */
final class CopiedEvidence implements SourceWalk.Visitor, FileWorkers.Work {
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final FileWorkers workers;
    private final Path target;
    private final boolean flush;
    private final List<Path> directories = new ArrayList<>();

    /**
     * @param target an empty directory
     * @param flush whether all is on the disk in the end
     */
    CopiedEvidence(FileWorkers workers, Path target, boolean flush) {
        this.workers = workers;
        this.target = target;
        this.flush = flush;
        directories.add(target);
    }

    @Override
    public void files(SourceDirectory in, List<SourceFile> files) throws IOException {
        if (!files.isEmpty()) {
            makeParents(files.get(0).path());
            workers.submit(in, files, this);
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

    @Override
    public Subject run(SourceFile file, ReadableByteChannel content, FileWorkers.Scratch scratch)
            throws IOException {
        Path copy = target.resolve(file.path());
        ByteBuffer block = scratch.block();
        MessageDigest digest = scratch.digest();
        digest.reset();
        try (FileChannel out =
                FileChannel.open(copy, NEW, ReadOnly.newFile(copy.getFileSystem()))) {
            while (!workers.cancelled() && content.read(block.clear()) >= 0) {
                block.flip();
                workers.count(file, block.remaining());
                digest.update(block.array(), 0, block.limit());
                while (block.hasRemaining()) {
                    out.write(block);
                }
            }
            if (flush) {
                out.force(true);
            }
        }
        return Subject.file(file.path(), Digest.finish(digest.digest()));
    }

    /** When all is copied: what was made is read-only but for the root. */
    void seal() throws IOException {
        for (Path directory : directories) {
            if (flush) {
                AtomicFiles.fsyncDirectory(directory);
            }
            if (!directory.equals(target)) {
                ReadOnly.directory(directory);
            }
        }
    }
}
