package io.jenkins.plugins.lockstep.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolCachesTest {
    @TempDir private Path directory;

    @Test
    void cachesAreThoseThatExistAndThoseThatTheProjectNeeds() throws Exception {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path project = Files.createDirectories(directory.resolve("project"));
        Path cargo = Files.createDirectories(directory.resolve("cargo"));
        Path registry = Files.createDirectories(cargo.resolve("registry"));
        Files.createDirectories(home.resolve(".npm"));
        Files.createDirectories(home.resolve(".ssh"));
        Files.createFile(project.resolve("pom.xml"));

        Map<String, String> environment = Map.of("CARGO_HOME", cargo.toString(), "GOPATH", "go");
        assertThat(ToolCaches.of(home, project, environment))
                .containsExactlyInAnyOrder(
                        home.resolve(".m2/repository"), home.resolve(".npm"), registry);
        assertThat(home.resolve(".m2/repository")).isDirectory();
        assertThat(home.resolve(".gradle")).doesNotExist();
    }
}
