package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.run.TinyProject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir private Path directory;

    private TinyProject project;

    @BeforeEach
    void project() throws Exception {
        project = TinyProject.in(directory.toRealPath());
    }

    private CommandLineRun run(Object... more) {
        Object[] arguments = new Object[3 + more.length];
        arguments[0] = "run";
        arguments[1] = "-C";
        arguments[2] = project.directory();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandLineRun.of(arguments);
    }

    private void isUnfit(String why) {
        CommandLineRun run = run();
        assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains(why).doesNotContain("Exception");
        assertThat(project.directory().resolve(".lockstep")).doesNotExist();
    }

    @Test
    void aDirectoryThatIsNoRepository() throws Exception {
        Files.move(project.directory().resolve(".git"), directory.resolve("git"));
        isUnfit("is not in a git repository; git init");
    }

    @Test
    void aBranchThatIsNotThere() throws Exception {
        project.change("branch: main", "branch: trunk");
        isUnfit("there is no branch 'trunk' with a commit; set project.branch");
    }

    @Test
    void aDirectoryInsideARepository() throws Exception {
        Files.move(project.directory().resolve(".git"), directory.resolve(".git"));
        isUnfit("is not the top of its git repository");
    }

    @Test
    void aPhaseThatIsNotThere() {
        CommandLineRun run = run("--phase", "lnt");
        assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("the plan has no phase 'lnt'; it has research, ");
    }

    @Test
    void whatIsNotCommittedIsNamedBeforeTheRun() throws Exception {
        Files.writeString(project.directory().resolve("src/größer.txt"), "new");

        CommandLineRun run = run("--phase", "research");

        assertThat(run.code()).isEqualTo(ExitCodes.PROVEN);
        assertThat(run.err())
                .contains("not committed, so the run does not see it: src/größer.txt\n");
    }

    @Test
    void aLocaleInWhichJavaCannotOpenAFile() throws Exception {
        Files.writeString(project.directory().resolve("src/größer.txt"), "new");
        project.git("add", "-A");
        project.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "run")
                        .directory(project.directory().toFile())
                        .redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");

        Process process = builder.start();

        assertThat(process.inputReader().lines().toList())
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains("Java can't open a file of the name src/gr")
                                        .contains("LC_ALL=C.UTF-8"));
        assertThat(process.waitFor()).isEqualTo(ExitCodes.USAGE);
    }
}
