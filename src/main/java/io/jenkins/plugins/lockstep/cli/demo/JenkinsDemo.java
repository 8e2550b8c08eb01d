package io.jenkins.plugins.lockstep.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes the demo's projects as git repositories for a Jenkins: one in Java with the Declarative
 * pipeline, one in Python with the scripted one.
 */
final class JenkinsDemo {
    /** Jars of a clone's class path that no tool of the project needs. */
    private static final Pattern NO_TOOLS =
            Pattern.compile(
                    "(archunit|assertj|byte-buddy|doxia|http|itu|jackson|jqwik|json-schema|maven"
                            + "|plexus|sezpoz|snakeyaml|violations|xbean).*");

    private final Path base;

    /**
     * @param base the clone's directory
     */
    JenkinsDemo(Path base) {
        this.base = base;
    }

    /**
     * @param jars the class path, among them the Java project's tools
     * @return the repositories
     * @throws IOException with what to do, if sources, a compiler or git are missing
     */
    List<Path> write(List<Path> jars) throws IOException, InterruptedException {
        Path sources = base.resolve("src/demo");
        Path shop = base.resolve("target/demo/jenkins/shop");
        List<Path> tools =
                jars.stream()
                        .filter(jar -> !NO_TOOLS.matcher(jar.getFileName().toString()).matches())
                        .toList();
        new DemoProject(sources, shop).make(tools, base.resolve("Jenkinsfile.example"));
        Path parcels = base.resolve("target/demo/jenkins/parcels");
        DemoRepository repository = new DemoRepository(parcels);
        repository.begin(sources.resolve("parcels"));
        Files.copy(base.resolve("docs/Jenkinsfile.scripted"), parcels.resolve("Jenkinsfile"));
        repository.commit("Parcels, with their defects");
        return List.of(shop, parcels);
    }
}
