package io.jenkins.plugins.lockstep.cli.demo;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Makes the demo's project: a git repository with one commit, its tools and its agent beside it.
 */
final class DemoProject {
    private static final Map<String, String> GIT_ENVIRONMENT =
            Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null");

    private final Path sources;
    private final Path project;

    /**
     * @param sources the directory {@code src/demo}
     * @param project where the project is made
     */
    DemoProject(Path sources, Path project) {
        this.sources = sources;
        this.project = project;
    }

    /**
     * Removes what is at the project's place and makes it anew.
     *
     * @param jars that hold the tools
     * @throws IOException with what to do, if the sources, a compiler or git are missing
     */
    void make(List<Path> jars) throws IOException, InterruptedException {
        if (!Files.isDirectory(sources)) {
            throw new IOException("no demo in " + sources + ": run it in a clone of Lockstep");
        }
        AtomicFiles.deleteTree(project);
        copyTree(sources.resolve("project"), project);
        Path tools = project.resolve(".tools");
        ToolClassPath.writeJar(tools.resolve("tools.jar"), jars);
        compileAgent(tools.resolve("agent"));
        git("init", "--quiet", "--initial-branch=main");
        git("config", "user.name", "Demo");
        git("config", "user.email", "demo@localhost");
        git("add", "--all");
        git("commit", "--quiet", "--message=The shop, with its defects");
    }

    /** Compiles the agent to {@code target} and puts its script beside it. */
    private void compileAgent(Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler: run the demo with a JDK, not a JRE");
        }
        copyTree(sources.resolve("agent/script"), target.resolve("script"));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> list = Files.list(sources.resolve("agent"))) {
            List<Path> code = list.filter(path -> path.toString().endsWith(".java")).toList();
            List<String> options = List.of("-proc:none", "-d", target.toString());
            boolean compiled =
                    compiler.getTask(
                                    messages,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjectsFromPaths(code))
                            .call();
            if (!compiled) {
                throw new IOException("the demo's agent does not compile:\n" + messages);
            }
        }
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(GIT_ENVIRONMENT);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output.trim());
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
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
}
