package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real command, killed with SIGKILL again and again while it takes work over: the next one goes
 * on, and still no agent is paid.
 */
class TakeOverKillTest {
    private static final int POLL_MILLIS = 10;

    @TempDir private Path directory;

    private TinyProject project;
    private Path ledger;
    private Path sessions;

    @Test
    void aRunThatIsKilledWhileItTakesWorkOverIsGoneOnWith() throws Exception {
        project = TinyProject.in(directory);
        project.change("sandbox: auto", "sandbox: off");
        project.change("contains: [gamma, delta]", "contains: [omega]");
        project.change("limits:\n", "limits:\n  attempts: 1\n");
        ledger = Home.of(project.directory()).directory().resolve("ledger.jsonl");
        sessions = project.directory().resolveSibling("sessions");
        assertThat(start().waitFor()).isEqualTo(1);
        List<String> paid = Files.readAllLines(sessions);
        project.change("contains: [omega]", "contains: [gamma, delta]");
        Files.writeString(project.directory().resolve("notes.txt"), "of the user\n");
        new TinyRuns(project).commit("Notes");

        boolean all = Boolean.getBoolean("lockstep.faults.all");
        for (int lines : all ? List.of(1, 1, 2, 3, 1) : List.of(1, 2)) {
            killedAfter(lines);
        }

        assertThat(start().waitFor()).isZero();
        assertThat(Files.readAllLines(sessions)).isEqualTo(paid);
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Notes", "Begin");
        assertThat(project.git("status", "--porcelain")).isEmpty();
        assertThat(Verifying.verify(Home.of(project.directory())).findings()).isEmpty();
    }

    private Process start() throws IOException {
        return Witness.command(project, "resume", "--plain")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Kills it when it has sealed so much more, or lets it end if there is not so much to do. */
    private void killedAfter(int lines) throws Exception {
        List<String> before = Files.readAllLines(ledger);
        Process run = start();
        while (!run.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)
                && lines() <= before.size() + lines) {
            Thread.onSpinWait();
        }
        run.destroyForcibly().waitFor();
        List<String> now = Files.readAllLines(ledger);
        assertThat(now.subList(0, before.size())).isEqualTo(before);
    }

    private long lines() throws IOException {
        try (var lines = Files.lines(ledger)) {
            return lines.count();
        }
    }
}
