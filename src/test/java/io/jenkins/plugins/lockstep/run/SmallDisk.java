package io.jenkins.plugins.lockstep.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A file system in memory, of a size at which it can be filled. */
final class SmallDisk implements AutoCloseable {
    private final Path at;

    private SmallDisk(Path at) {
        this.at = at;
    }

    /**
     * Mounts one there, over what is there.
     *
     * @return nothing if we may not mount here
     */
    static Optional<SmallDisk> mount(Path at, int kilobytes) throws Exception {
        String size = "size=" + kilobytes + "k";
        return succeeds("mount", "-t", "tmpfs", "-o", size, "none", at)
                ? Optional.of(new SmallDisk(at))
                : Optional.empty();
    }

    /** Mounts one in a directory's place, with the same content. */
    static Optional<SmallDisk> under(Path directory, int kilobytes) throws Exception {
        Path aside = directory.resolveSibling(directory.getFileName() + ".aside");
        run("cp", "-a", directory, aside);
        Optional<SmallDisk> disk = mount(directory, kilobytes);
        if (disk.isPresent()) {
            run("cp", "-a", aside + "/.", directory);
        }
        run("rm", "-rf", aside);
        return disk;
    }

    /** Leaves that much. */
    void fill(int kilobytes) throws IOException {
        byte[] block = new byte[1 << 10];
        try (var out = Files.newOutputStream(filler())) {
            while (Files.getFileStore(at).getUsableSpace() > ((long) kilobytes << 10)) {
                out.write(block);
            }
        }
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    private Path filler() {
        return at.resolve("filler");
    }

    void writable(boolean writable) throws Exception {
        run("mount", "-o", writable ? "remount,rw" : "remount,ro", at);
    }

    @Override
    public void close() throws Exception {
        run("umount", at);
    }

    private static void run(Object... command) throws Exception {
        if (!succeeds(command)) {
            throw new IOException(Arrays.toString(command) + " failed");
        }
    }

    private static boolean succeeds(Object... command) throws Exception {
        List<String> argv = Arrays.stream(command).map(Object::toString).toList();
        return new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
