package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @TempDir
    private Path directory;

    private TinyProject project;
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void project() throws Exception {
        project = TinyProject.in(directory);
    }

    @Test
    void aMilestoneIsProvenSealedAndCommitted() throws Exception {
        RunOutcome outcome = run();

        assertThat(outcome.failures()).isEmpty();
        assertThat(attempts())
                .containsExactlyInAnyOrder(
                        "research", "planning", "implement", "architecture", "lint", "typecheck", "test",
                        "integration", "e2e", "validate", "commit");
        assertThat(project.git("log", "-1", "--format=%B", "main"))
                .contains("Lockstep-Run: " + outcome.run())
                .contains("Lockstep-Milestone: 1")
                .contains("Lockstep-Seal: sha256:");
        assertThat(project.git("show", "main:src/a.txt")).doesNotContain("LINT").doesNotContain("TYPE");
        assertThat(project.git("status", "--porcelain")).isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void whatIsSealedIsNotRunAgain() throws Exception {
        run();
        events.clear();

        assertThat(run().failures()).isEmpty();

        assertThat(attempts()).isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    private RunOutcome run() throws Exception {
        return Run.execute(new RunOptions(project.directory(), project.plan(), 0, ""), List.of(this::take));
    }

    private void take(Event event) {
        System.out.println(event.milestone() + " " + event.phase() + "#" + event.attempt() + " " + event.session() + " "
                + event.file() + " " + event.type() + " " + event.message());
        synchronized (events) {
            events.add(event);
        }
    }

    private List<String> attempts() {
        return events.stream()
                .filter(event -> event.type() == Event.Type.ATTEMPT_STARTED)
                .map(Event::phase)
                .toList();
    }

    private Verification verify() throws Exception {
        Home home = Home.of(project.directory());
        return Verifying.verify(home, ObjectStore.open(home.store()));
    }
}
