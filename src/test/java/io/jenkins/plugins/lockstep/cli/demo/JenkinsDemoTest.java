package io.jenkins.plugins.lockstep.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.plan.PlanReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The repositories that the demo writes for a Jenkins. */
class JenkinsDemoTest {
    private static final Path CLONE = Path.of("").toAbsolutePath();

    @TempDir Path directory;

    @Test
    void repositoriesStandAloneAndHoldThePublishedPipelines() throws Exception {
        for (String part :
                List.of("src/demo", "Jenkinsfile.example", "docs/Jenkinsfile.scripted")) {
            Files.createDirectories(directory.resolve(part).getParent());
            DemoRepository.copyTree(CLONE.resolve(part), directory.resolve(part));
        }
        List<Path> both =
                new JenkinsDemo(directory).write(ToolClassPath.find(getClass().getClassLoader()));

        Path shop = both.get(0);
        Path parcels = both.get(1);
        assertThat(shop.resolve("Jenkinsfile"))
                .hasSameTextualContentAs(CLONE.resolve("Jenkinsfile.example"));
        assertThat(parcels.resolve("Jenkinsfile"))
                .hasSameTextualContentAs(CLONE.resolve("docs/Jenkinsfile.scripted"));
        for (Path one : both) {
            assertThat(run(one, "git", "status", "--porcelain")).isEmpty();
            assertThat(PlanReader.read(one.resolve("lockstep.yaml")).milestones()).hasSize(1);
        }
        try (JarFile tools = new JarFile(shop.resolve(".tools/tools.jar").toFile())) {
            assertThat(tools.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
                    .contains("lib/checkstyle-")
                    .doesNotContain("file:");
        }
        String checkstyle = "com.puppycrawl.tools.checkstyle.Main";
        assertThat(run(shop, "java", "-cp", ".tools/tools.jar", checkstyle, "--version"))
                .contains("Checkstyle version");
        String junit = "org.junit.platform.console.ConsoleLauncher";
        assertThat(run(shop, "java", "-cp", ".tools/tools.jar", junit, "engines"))
                .contains("junit-jupiter");
    }

    private static String run(Path directory, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
