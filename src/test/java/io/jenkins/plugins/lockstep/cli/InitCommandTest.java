package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
    @TempDir Path dir;

    @Test
    void writesAPlanAndConfigurationsAndSaysSo() throws Exception {
        Files.writeString(dir.resolve("pom.xml"), "<project/>");
        CommandLineRun run = CommandLineRun.of("init", "-C", dir);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains(
                        "wrote " + dir.resolve("lockstep.yaml"),
                        "wrote " + dir.resolve("config/lockstep/checkstyle-architecture.xml"),
                        "found: Maven");
        PlanReader.read(dir.resolve("lockstep.yaml"));
        assertThat(CommandLineRun.of("plan", "-C", dir).code()).isZero();
    }

    @Test
    void keepsReportsOutOfTheRepository() throws Exception {
        Files.writeString(
                dir.resolve("package.json"), "{\"devDependencies\": {\"vitest\": \"3\"}}");
        Path ignore = Files.writeString(dir.resolve(".gitignore"), "dist");
        assertThat(CommandLineRun.of("init", "-C", dir).out()).contains("to .gitignore");
        assertThat(ignore).hasContent("dist\n.lockstep-reports/\n");
        assertThat(CommandLineRun.of("init", "-C", dir, "--force").out())
                .doesNotContain("to .gitignore");
    }

    @Test
    void replacesNothingWithoutForce() throws Exception {
        Path plan = Files.writeString(dir.resolve("lockstep.yaml"), "mine");
        Path config = dir.resolve("config/lockstep/checkstyle-architecture.xml");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "mine too");
        Files.writeString(dir.resolve("pom.xml"), "<project/>");
        CommandLineRun refused = CommandLineRun.of("init", "-C", dir);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--force");
        assertThat(plan).hasContent("mine");
        CommandLineRun forced = CommandLineRun.of("init", "-C", dir, "--force");
        assertThat(forced.code()).isZero();
        assertThat(forced.out()).contains("kept  " + config);
        assertThat(config).hasContent("mine too");
        PlanReader.read(plan);
    }

    @Test
    void printsOnly() {
        CommandLineRun run = CommandLineRun.of("init", "-C", dir, "--print");
        assertThat(run.out()).startsWith("# The plan of Lockstep");
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void noSuchDirectory() {
        CommandLineRun run = CommandLineRun.of("init", "-C", dir.resolve("none"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no directory");
    }
}
