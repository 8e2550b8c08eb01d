package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    private static final String PLAN =
            """
            version: 1
            project: {name: shop}
            agent: {command: [git, '-']}
            tools:
              lint: {command: 'git diff --check && ./lint.sh', format: exit, config: [lint.sh]}
            phases:
              architecture: {off: none}
              typecheck: {off: none}
              test: {off: none}
              integration: {off: none}
              e2e: {off: none}
            milestones: [{number: 1, name: First, criteria: [a]}]
            """;

    @TempDir Path dir;

    @BeforeEach
    void project() throws Exception {
        git("init", "-q", "-b", "main");
        write(PLAN);
        Path script = Files.writeString(dir.resolve("lint.sh"), "#!/bin/sh\nexit 1\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        commit();
    }

    private void write(String plan) throws Exception {
        Files.writeString(dir.resolve("lockstep.yaml"), plan);
    }

    private void commit() throws Exception {
        git("add", "-A");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x");
    }

    private void git(String... arguments) throws Exception {
        List<String> argv = new ArrayList<>(List.of("git", "-C", dir.toString()));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void saysThatThereIsNoSandboxIfThePlanWantsNone() throws Exception {
        write(PLAN.replace("[git, '-']}", "[git, '-'], sandbox: off}"));
        commit();
        assertThat(doctor().out()).contains("agents run without a sandbox");
    }

    private CommandLineRun doctor() {
        return CommandLineRun.of("doctor", "-C", dir);
    }

    @Test
    void allIsWell() throws Exception {
        CommandLineRun run = doctor();
        assertThat(run.out())
                .contains(
                        "ok      git 2.",
                        "ok      the repository is clean",
                        "ok      the target branch 'main' exists",
                        "ok      the plan is valid: 6 phases, 1 milestone",
                        "ok      agent, lint: git (git version",
                        "ok      lint: ./lint.sh",
                        ".lockstep can be written")
                .doesNotContain("error   ");
        assertThat(run.code()).isZero();
        assertThat(dir.resolve(".lockstep")).doesNotExist();
    }

    @Test
    void everyTroubleWithItsRemedy() throws Exception {
        write(
                PLAN.replace("name: shop", "name: shop, branch: other")
                        .replace("[git, '-']", "[no-such-agent]")
                        .replace("./lint.sh'", "./missing.sh'")
                        .replace("config: [lint.sh]", "config: [new.cfg]"));
        Files.writeString(dir.resolve("new.cfg"), "");
        CommandLineRun run = doctor();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out())
                .contains("error   the repository is not clean:\n         M lockstep.yaml")
                .contains("?? new.cfg", "-> commit or ignore these")
                .contains("error   there is no branch 'other'", "-> set project.branch")
                .contains("error   agent: program 'no-such-agent' was not found")
                .contains("error   lint: ./missing.sh does not exist")
                .contains("error   lint: the configuration file new.cfg is not in the repository")
                .contains("5 errors, ");
    }

    @Test
    void toolsAreAskedWithTheirOwnVariables() throws Exception {
        String lint =
                "lint: {command: 'python3 -m tool', environment: {PYTHONPATH: lib}, format: exit}";
        write(PLAN.replaceFirst("lint: \\{command.*", lint));
        Path tool = Files.createDirectories(dir.resolve("lib")).resolve("tool.py");
        Files.writeString(tool, "print('tool 1.0')\n");
        commit();
        assertThat(doctor().out()).contains("ok      lint: python3 -m tool (tool 1.0)");
    }

    @Test
    void noAgent() throws Exception {
        write(
                PLAN.replace(
                        "agent: {command: [git, '-']}\n", "agent: {environment: [NO_SUCH_VAR]}\n"));
        commit();
        CommandLineRun run = doctor();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out())
                .contains(
                        "error   the plan names no agent, but research, planning, implement can't")
                .contains("warning the agent's environment variable NO_SUCH_VAR is not set");
    }

    @Test
    void badPlanAndNoRepository(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("lockstep.yaml"), PLAN + "tols: 1\n");
        CommandLineRun run = CommandLineRun.of("doctor", "-C", other);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out())
                .contains("is not in a git repository", "-> git init")
                .contains("error   lockstep.yaml:13:1: unknown key 'tols'; did you mean 'tools'?");
    }

    @Test
    void noDirectory() {
        CommandLineRun run = CommandLineRun.of("doctor", "-C", dir.resolve("none"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("there is no directory");
    }

    @Test
    void scriptsThatInterpretersAreGiven() throws Exception {
        write(PLAN.replace("[git, '-']", "[sh, agent.sh]"));
        assertThat(CommandLineRun.of("doctor", "-C", dir).out())
                .contains("error   agent: agent.sh does not exist");
        Files.writeString(dir.resolve("agent.sh"), "exit 0\n");
        assertThat(CommandLineRun.of("doctor", "-C", dir).out())
                .contains("ok      agent: sh agent.sh");
    }

    @Test
    void toolsAreTriedOnACleanCheckout() throws Exception {
        write(
                PLAN.replace(
                        "'git diff --check && ./lint.sh', format: exit",
                        "./lint.sh, format: regex, pattern: '(?<file>.*):(?<line>1): (?<message>.*)'"));
        commit();
        CommandLineRun silent = CommandLineRun.of("doctor", "-C", dir, "--tools");
        assertThat(silent.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(silent.out())
                .contains("error   lint: lint exited 1 and reported nothing", "-> try ");
        assertThat(dir.resolve(".lockstep")).doesNotExist();

        Files.writeString(dir.resolve("lint.sh"), "#!/bin/sh\necho a.txt:1: bad; exit 1\n");
        commit();
        assertThat(CommandLineRun.of("doctor", "-C", dir, "--tools").out())
                .contains("ok      lint ran: exit 1, 1 issue");
    }
}
