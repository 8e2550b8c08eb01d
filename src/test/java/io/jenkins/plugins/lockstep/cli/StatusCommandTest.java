package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
    @TempDir private Path project;

    private String run(String... more) {
        StringWriter out = new StringWriter();
        String[] arguments = new String[3 + more.length];
        arguments[0] = "status";
        arguments[1] = "-C";
        arguments[2] = project.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        Main.run(new PrintWriter(out), new PrintWriter(out), arguments);
        return out.toString();
    }

    private void view(String json) throws IOException {
        Path directory = Files.createDirectories(project.resolve(".lockstep"));
        Files.writeString(directory.resolve("progress.json"), json);
    }

    @Test
    void tellsWhatIsSealedInTheOrderOfSealing() throws IOException {
        view(
                """
                {"head": {"sequence": 3, "digest": "sha256:00"}, "other": [1, {"a": [2]}],
                 "run": {"run": "r1", "started": null},
                 "milestones": {"1": {
                   "alpha": {"attempt": 2, "sequence": 3, "seal": "sha256:fedcba9876", "costUsd": 0.25},
                   "beta": {"attempt": 1, "sequence": 2, "commit": "0123456789", "costUsd": null}}},
                 "waivers": {"1": {"e2e": "no program"}}}
                """);
        String said = run();
        assertThat(said).contains("last run r1, started -; 3 entries in the ledger");
        assertThat(said).containsSubsequence("milestone 1", "beta", "01234567", "alpha");
        assertThat(said)
                .containsPattern("alpha +2 +fedcba98 +\\$0\\.250")
                .doesNotContain("fedcba987");
        assertThat(said).containsSubsequence("switched off", "e2e: no program");
    }

    @Test
    void saysWhereTheViewIsNoJson() throws IOException {
        view("{\"head\": nonsense}");
        assertThat(run()).contains("nonsense").contains("line: 1");
    }

    @Test
    void anAgentThatTellsNoCostShowsNone() throws IOException {
        view(
                """
                {"milestones": {"1": {"alpha": {"attempt": 1, "sequence": 3, "costUsd": 0.0}}}}
                """);
        assertThat(run()).contains("alpha").doesNotContain("$");
    }

    @Test
    void aDirectoryThatIsNotThereIsBadUsage() {
        CommandLineRun run = CommandLineRun.of("status", "-C", project + "/none");
        assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("there is no directory");
    }

    @Test
    void saysThatNothingIsSealedYet() {
        assertThat(run()).contains("nothing is sealed yet in " + project);
    }

    @Test
    void helpIsThatOfASubcommand() {
        assertThat(run("--help")).startsWith("Usage: lockstep status ").contains("Exit codes:");
    }
}
