package io.jenkins.plugins.lockstep.cli.demo;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes the demo's project: a git repository that holds its tools and its agent too. */
final class DemoProject {
    private static final String MESSAGE = "The shop, with its defects";

    private final Path sources;
    private final DemoRepository repository;
    private final Path tools;

    /**
     * @param sources the directory {@code src/demo}
     * @param project where the project is made
     */
    DemoProject(Path sources, Path project) {
        this.sources = sources;
        this.repository = new DemoRepository(project);
        this.tools = project.resolve(".tools");
    }

    /**
     * Removes what is at the project's place and makes it anew, for this machine.
     *
     * @param jars that hold the tools
     * @throws IOException with what to do, if the sources, a compiler or git are missing
     */
    void make(List<Path> jars) throws IOException, InterruptedException {
        begin();
        writeTools(jars.stream().map(jar -> jar.toUri().toString()).toList());
        repository.commit(MESSAGE);
    }

    /** Makes it for a Jenkins: its agents find copies of the jars in the repository. */
    void make(List<Path> jars, Path jenkinsfile) throws IOException, InterruptedException {
        begin();
        List<String> names = new ArrayList<>();
        Path lib = Files.createDirectories(tools.resolve("lib"));
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            Files.copy(jar, lib.resolve(name));
            names.add("lib/" + name);
        }
        writeTools(names);
        Files.copy(jenkinsfile, repository.directory().resolve("Jenkinsfile"));
        repository.commit(MESSAGE);
    }

    private void begin() throws IOException {
        repository.begin(sources.resolve("project"));
        compileAgent(tools.resolve("agent"));
    }

    private void writeTools(List<String> jars) throws IOException {
        ToolClassPath.writeJar(tools.resolve("tools.jar"), jars);
    }

    /** Compiles the agent to {@code target} and puts its script beside it. */
    private void compileAgent(Path target) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IOException("this Java has no compiler: run the demo with a JDK, not a JRE");
        }
        DemoRepository.copyTree(sources.resolve("agent/script"), target.resolve("script"));
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files =
                        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
                Stream<Path> list = Files.list(sources.resolve("agent"))) {
            List<Path> code = list.filter(path -> path.toString().endsWith(".java")).toList();
            List<String> options =
                    List.of("--release", "17", "-proc:none", "-d", target.toString());
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
}
