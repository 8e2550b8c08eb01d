package io.jenkins.plugins.lockstep.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A repository as a user (or an agent) has it, driven by plain git. */
record Repo(Path directory) {
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "PATH", System.getenv("PATH"),
                    "HOME", "/nonexistent",
                    "GIT_CONFIG_NOSYSTEM", "1",
                    "GIT_AUTHOR_NAME", "User",
                    "GIT_AUTHOR_EMAIL", "user@localhost",
                    "GIT_COMMITTER_NAME", "User",
                    "GIT_COMMITTER_EMAIL", "user@localhost");

    static Repo init(Path directory) throws Exception {
        Files.createDirectories(directory);
        Repo repo = new Repo(directory);
        repo.git("init", "--quiet", "--initial-branch=main", ".");
        return repo;
    }

    /** By a shell, since a JVM in a C locale can't name every file. */
    Repo write(String path, String content) throws IOException {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(path)) {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content, StandardCharsets.UTF_8);
            return this;
        }
        int slash = path.lastIndexOf('/');
        String parent = slash < 0 ? "." : "./" + path.substring(0, slash);
        script(
                "mkdir -p %s; printf %%s %s >%s"
                        .formatted(quoted(parent), quoted(content), quoted("./" + path)));
        return this;
    }

    String read(String path) throws IOException {
        return script("cat " + quoted("./" + path));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private String script(String script) throws IOException {
        try {
            Exec.Result<byte[]> result =
                    Exec.run(
                            List.of("sh", "-e"),
                            directory,
                            ENVIRONMENT,
                            Exec.bytes(script.getBytes(StandardCharsets.UTF_8)),
                            Exec::all);
            assertThat(result.exitCode()).as("%s: %s", script, result.stderr()).isZero();
            return new String(result.output(), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    Repo delete(String path) throws IOException {
        Trees.delete(directory.resolve(path));
        return this;
    }

    String commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "--quiet", "--allow-empty", "-m", message);
        return git("rev-parse", "HEAD");
    }

    String git(String... arguments) throws Exception {
        Exec.Result<byte[]> result = run(arguments);
        assertThat(result.exitCode()).as("%s", result.stderr()).isZero();
        return Git.text(result.output());
    }

    Exec.Result<byte[]> run(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(arguments));
        return Exec.run(argv, directory, ENVIRONMENT, null, Exec::all);
    }

    /** Runs a shell command there, as an agent would. */
    static void shell(Path directory, String command) throws Exception {
        Exec.Result<byte[]> result =
                Exec.run(List.of("sh", "-ec", command), directory, ENVIRONMENT, null, Exec::all);
        assertThat(result.exitCode()).as("%s: %s", command, result.stderr()).isZero();
    }
}
