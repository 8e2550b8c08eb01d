package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Event;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt that works file by file carries on from what the one before it got done. */
class CarryOnTest {
    @TempDir private Path directory;

    @Test
    void filesThatAreMendedAreNotPaidAgain() throws Exception {
        TinyRuns runs = TinyRuns.in(directory);
        runs.project()
                .agentFirst(
                        "[ \"$LOCKSTEP_PHASE $LOCKSTEP_FILE $LOCKSTEP_ATTEMPT\" = 'lint src/b.txt 1' ]"
                                + " && { cat > /dev/null; exit 0; }");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.events())
                .filteredOn(event -> event.type() == Event.Type.SESSION_STARTED)
                .filteredOn(event -> event.phase().equals("lint") && event.attempt() == 2)
                .extracting(Event::file)
                .containsExactly("src/b.txt");
        assertThat(runs.project().git("show", "main:src/a.txt")).doesNotContain("LINT");
        assertThat(runs.project().git("show", "main:src/b.txt")).doesNotContain("LINT");
        assertThat(runs.verify().findings()).isEmpty();
    }
}
