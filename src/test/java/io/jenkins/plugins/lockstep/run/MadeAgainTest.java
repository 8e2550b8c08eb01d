package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A branch whose proof fails only together with the others is made again on top of them, from what
 * its sessions did the first time.
 */
class MadeAgainTest {
    @TempDir private Path directory;
    private TinyRuns runs;
    private TinyProject project;
    private Path log;

    @BeforeEach
    void project() throws Exception {
        runs = TinyRuns.in(directory);
        project = runs.project();
        project.change("sandbox: auto", "sandbox: off");
        log = directory.resolve("log");
    }

    private List<String> files(String phase, int attempt) {
        return runs.events().stream()
                .filter(event -> event.type() == Event.Type.SESSION_STARTED)
                .filter(event -> event.phase().equals(phase) && event.attempt() == attempt)
                .map(Event::file)
                .sorted()
                .toList();
    }

    private void assertProvenAndNotPaidAgain() throws Exception {
        assertThat(runs.verify().findings()).isEmpty();
        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.attempts()).isEmpty();
    }

    /** In a shell script: waits, within reason, until a phase's first attempt is sealed. */
    private String untilSealed(String phase) {
        Path seal =
                Home.of(project.directory())
                        .store()
                        .resolve("refs/lockstep/sealed/m1-" + phase + "-1");
        return "for i in $(seq 1200); do [ -e '" + seal + "' ] || sleep 0.1; done";
    }

    /**
     * In each of two files, but only in one is what the first session left a finding of lint. It
     * ends when lint is sealed, so that its phase is the later one.
     */
    @Test
    void onlyTheFileThatFailsIsMendedAgain() throws Exception {
        project.agentFirst(
                """
                if [ "$LOCKSTEP_PHASE $LOCKSTEP_FILE" = 'typecheck src/b.txt' ]; then
                    [ -e 'LOG' ] || echo LINT >> src/b.txt
                    echo session >> 'LOG'
                    SEALED
                fi
                """
                        .replace("LOG", log.toString())
                        .replace("SEALED", untilSealed("lint")));

        assertThat(runs.run().failures()).isEmpty();

        assertThat(files("typecheck", 1)).containsExactly("src/a.txt", "src/b.txt");
        assertThat(files("typecheck", 2)).isEmpty();
        assertThat(files("typecheck", 3)).containsExactly("src/b.txt");
        assertThat(Files.readAllLines(log)).hasSize(2);
        for (String file : List.of("a", "b")) {
            assertThat(project.git("show", "main:src/" + file + ".txt"))
                    .doesNotContain("LINT", "TYPE");
        }
        assertProvenAndNotPaidAgain();
    }

    /**
     * The first session of integration takes away what a test of the phase beside it asks for, and
     * ends when that one is sealed, so that it is the later one.
     */
    private void integrationBreaksTest(String second) throws Exception {
        write("integration/x.txt", "ready\n");
        write("src/x.txt", "not yet\n");
        runs.commit("Something for integration to do");
        project.agentFirst(
                """
                if [ "$LOCKSTEP_PHASE" = integration ]; then
                    cat > 'LOG'.prompt
                    if grep -q ready src/x.txt; then
                        echo 'goes on' >> 'LOG'
                        SECOND
                    else
                        echo begins >> 'LOG'
                        SEALED
                        echo ready >> src/x.txt
                        sed -i s/beta// src/b.txt
                    fi
                fi
                """
                        .replace("LOG", log.toString())
                        .replace("SECOND", second)
                        .replace("SEALED", untilSealed("test")));
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(project.directory().resolve(file), text);
    }

    @Test
    void aSessionGoesOnFromTheFirstWorkAndIsToldWhatFailed() throws Exception {
        integrationBreaksTest("echo beta >> src/b.txt");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(log).content().isEqualTo("begins\ngoes on\n");
        assertThat(directory.resolve("log.prompt")).content().contains("src/b.txt lacks its text");
        assertThat(project.git("show", "main:src/x.txt")).isEqualTo("not yet\nready");
        assertThat(project.git("show", "main:src/b.txt")).contains("beta");
        assertProvenAndNotPaidAgain();
    }

    /** What fails together is not sealed again by itself, and there is an end to it. */
    @Test
    void workThatFailsTogetherIsNeverSealedAgainAsItIs() throws Exception {
        project.change("limits:\n", "limits:\n  attempts: 2\n");
        integrationBreaksTest(":");

        assertThat(runs.run().failures())
                .isNotEmpty()
                .allSatisfy(
                        one -> {
                            assertThat(one.failure().cause()).isEqualTo(Cause.TESTS_FAILED);
                            assertThat(one.failure().file()).isEqualTo("src/b.txt");
                        });

        assertThat(runs.sealed()).containsOnlyOnce("integration").doesNotContain("e2e");
        assertThat(log).content().isEqualTo("begins\ngoes on\nbegins\n");
        assertThat(runs.verify().findings()).isEmpty();
    }
}
