package io.jenkins.plugins.lockstep.cli.demo;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A git repository with one commit, made from files of the demo. */
final class DemoRepository {
    private static final Map<String, String> GIT_ENVIRONMENT =
            Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null");

    private final Path directory;

    DemoRepository(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /**
     * Removes what is at the repository's place and puts copies of {@code files} there.
     *
     * @throws IOException with what to do, if there are none
     */
    void begin(Path files) throws IOException {
        if (!Files.isDirectory(files)) {
            throw new IOException("no demo in " + files + ": run it in a clone of Lockstep");
        }
        AtomicFiles.deleteTree(directory);
        copyTree(files, directory);
    }

    /** Commits all files, as the first commit of branch {@code main}. */
    void commit(String message) throws IOException, InterruptedException {
        git("init", "--quiet", "--initial-branch=main");
        git("config", "user.name", "Demo");
        git("config", "user.email", "demo@localhost");
        git("add", "--all");
        git("commit", "--quiet", "--message=" + message);
    }

    static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(GIT_ENVIRONMENT);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output.trim());
        }
    }
}
