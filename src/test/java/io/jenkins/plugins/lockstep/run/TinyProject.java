package io.jenkins.plugins.lockstep.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A small real project whose tools and agent are shell scripts: a whole milestone takes a second or
 * two.
 */
public final class TinyProject {
    private final Path directory;
    private final Path agent;

    private TinyProject(Path directory, Path agent) {
        this.directory = directory;
        this.agent = agent;
    }

    /**
     * Makes the project with one commit on {@code main}; the plan is not committed, the agent lies
     * beside.
     */
    public static TinyProject in(Path parent) throws IOException, InterruptedException {
        Path from = source();
        Path directory = Files.createDirectories(parent.resolve("tiny"));
        Path agent = parent.resolve("agent.sh");
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path to = directory.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        Files.move(directory.resolve("agent.sh"), agent);
        TinyProject project = new TinyProject(directory, agent);
        Files.writeString(directory.resolve(".gitignore"), "lockstep.yaml\n.lockstep/\nreports/\n");
        project.plan(
                Files.readString(directory.resolve("lockstep.yaml"))
                        .replace("@AGENT@", agent.toString()));
        project.git("init", "-q", "-b", "main");
        project.git("add", "-A");
        project.git(
                "-c",
                "user.name=tiny",
                "-c",
                "user.email=tiny@localhost",
                "commit",
                "-q",
                "-m",
                "Begin");
        return project;
    }

    /** The same project, with all that was done in it, at another place; the agent is shared. */
    public TinyProject copyTo(Path parent) throws IOException, InterruptedException {
        Path copy = parent.resolve("tiny");
        execute(List.of("cp", "-a", directory.toString(), copy.toString()), parent);
        return new TinyProject(copy, agent);
    }

    public Path directory() {
        return directory;
    }

    public Path plan() {
        return directory.resolve("lockstep.yaml");
    }

    public Path agent() {
        return agent;
    }

    /** Replaces text in the plan, which must hold it. */
    public void change(String from, String to) throws IOException {
        String text = Files.readString(plan());
        if (!text.contains(from)) {
            throw new IllegalArgumentException("the plan has no such text: " + from);
        }
        plan(text.replace(from, to));
    }

    public void plan(String text) throws IOException {
        Files.writeString(plan(), text);
    }

    /** Puts lines before the agent's own: what it does first. */
    public void agentFirst(String script) throws IOException {
        Files.writeString(agent, script + "\n" + Files.readString(agent));
    }

    /** Runs git in the project; gives what it printed. */
    public String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        return execute(command, directory);
    }

    private static String execute(List<String> command, Path directory)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
        return output.strip();
    }

    private static Path source() {
        try {
            return Path.of(Objects.requireNonNull(TinyProject.class.getResource("/tiny")).toURI());
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
