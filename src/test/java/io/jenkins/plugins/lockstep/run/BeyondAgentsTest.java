package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No agent is paid for what no change to the project's files would mend. */
class BeyondAgentsTest {
    @TempDir private Path directory;

    private TinyRuns runs;

    @BeforeEach
    void project() throws Exception {
        runs = TinyRuns.in(directory);
    }

    private Failure only() throws Exception {
        RunOutcome outcome = runs.run();
        assertThat(outcome.failures()).hasSize(1);
        return outcome.failures().get(0).failure();
    }

    @Test
    void aLinterThatIsNotInstalled() throws Exception {
        runs.project().change("[sh, tools/check.sh, LINT]", "[no-such-linter]");

        assertThat(only().cause()).isEqualTo(Cause.TOOL_CANNOT_START);

        assertThat(runs.sessions()).doesNotContain("lint");
        assertThat(runs.attempts()).containsOnlyOnce("lint");
    }

    @Test
    void anArchitectureToolThatShellDoesNotFind() throws Exception {
        runs.project().change("[sh, tools/check.sh, KNOT]", "no-such-tool src");

        assertThat(only().cause()).isEqualTo(Cause.TOOL_CANNOT_START);

        assertThat(runs.sessions()).containsExactly("research", "planning", "implement");
    }

    @Test
    void aTypeCheckerAtItsTimeLimit() throws Exception {
        runs.project().change("[sh, tools/check.sh, TYPE]", "sleep 600");
        runs.project().change("limits:\n", "limits:\n  tool: 1s\n  attempts: 2\n");

        Failure failure = only();

        assertThat(failure.cause()).isEqualTo(Cause.TIME_LIMIT);
        assertThat(failure.message()).contains("tool typecheck (1s)");
        assertThat(runs.sessions()).doesNotContain("typecheck");
    }

    @Test
    void aProgramThatTheMilestoneMakesIsWorkForAnAgent() throws Exception {
        runs.project().change("command: [cat, src/c.txt]", "command: [src/program]");
        runs.project().change("      contains: [gamma, delta]\n", "");
        runs.project()
                .agentFirst(
                        "[ \"$LOCKSTEP_PHASE\" = e2e ] && printf '#!/bin/sh\\n' > src/program"
                                + " && chmod +x src/program");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(List.of("e2e")).isSubsetOf(runs.sessions());
    }
}
