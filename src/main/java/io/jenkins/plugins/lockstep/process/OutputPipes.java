package io.jenkins.plugins.lockstep.process;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * Makes the named pipes (FIFOs) through which processes print. Unlike the pipe of {@link Process},
 * reading such a one can be interrupted and closed by another thread, so that nobody who keeps its
 * other end open can make us hang. A pipe's name is gone as soon as the process has it.
 */
final class OutputPipes implements AutoCloseable {
    private static final int BATCH = 8;
    private static final Path PARENT = Path.of(System.getProperty("java.io.tmpdir"));

    private final String prefix;
    private final Deque<Path> spare = new ArrayDeque<>();
    private Path directory;

    OutputPipes(String owner) {
        prefix = prefix(owner);
    }

    private static String prefix(String owner) {
        return "lockstep-pipes-" + Digest.of(owner).hex().substring(0, 16) + "-";
    }

    /** A pipe that waits for its process. */
    synchronized OutputPipe open() throws IOException, InterruptedException {
        if (spare.isEmpty()) {
            make();
        }
        return new OutputPipe(spare.removeFirst());
    }

    /** Where the names are; for the owner's eyes alone. */
    synchronized Path directory() throws IOException {
        if (directory == null) {
            directory =
                    Files.createTempDirectory(PARENT, prefix + ProcessHandle.current().pid() + "-");
        }
        return directory;
    }

    private void make() throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("mkfifo", "-m", "600"));
        List<Path> made = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            Path pipe = directory().resolve(UUID.randomUUID().toString());
            made.add(pipe);
            argv.add(pipe.toString());
        }
        Process mkfifo = new ProcessBuilder(argv).redirectErrorStream(true).start();
        mkfifo.getOutputStream().close();
        String said = new String(mkfifo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (mkfifo.waitFor() != 0) {
            throw new IOException("cannot make named pipes in " + directory + ": " + said.strip());
        }
        spare.addAll(made);
    }

    @Override
    public synchronized void close() throws IOException {
        spare.clear();
        if (directory != null) {
            delete(directory);
            directory = null;
        }
    }

    /** Removes what runners of that owner left when their Java process was killed. */
    static void sweep(String owner) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(PARENT, prefix(owner) + "*")) {
            for (Path directory : left) {
                String rest = directory.getFileName().toString().substring(prefix(owner).length());
                String pid = rest.split("-", 2)[0];
                if (pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    delete(directory);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> pipes = Files.newDirectoryStream(directory)) {
            for (Path pipe : pipes) {
                Files.deleteIfExists(pipe);
            }
        }
        Files.deleteIfExists(directory);
    }

    /** One pipe: ours is the reading end. */
    static final class OutputPipe implements AutoCloseable {
        private final Path path;
        private final FileChannel holder;
        private final FileChannel reader;

        private OutputPipe(Path path) throws IOException {
            this.path = path;
            // Opened both ways first: neither our reader nor the child's writer has to wait then.
            holder = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            reader = FileChannel.open(path, StandardOpenOption.READ);
        }

        ProcessBuilder.Redirect sink() {
            return ProcessBuilder.Redirect.appendTo(new File(path.toString()));
        }

        /** The process has its end: from now on, reading ends when all writers are gone. */
        void started() throws IOException {
            Files.delete(path);
            holder.close();
        }

        FileChannel reader() {
            return reader;
        }

        /** By which the system's tables of open files name it. */
        String name() {
            return path.toString();
        }

        @Override
        public void close() throws IOException {
            try (reader;
                    holder) {
                Files.deleteIfExists(path);
            }
        }
    }
}
