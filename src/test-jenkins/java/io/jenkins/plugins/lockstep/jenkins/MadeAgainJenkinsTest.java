package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** A branch is made again in the same build: agents mend what fails, and are not paid for more. */
@ExtendWith(SharedJenkins.class)
class MadeAgainJenkinsTest {
    private static final String STEPS =
            """
            lockstep(milestone: 1, attempts: 2) {
                lintPhase()
                typecheckPhase()
                phaseGate(after: ['lint', 'typecheck'])
                lockstepVerify()
            }
            """;

    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    /**
     * @param first sessions of the first try
     * @param again the one session after that
     */
    private WorkflowRun built(Origin origin, List<String> first, String again) throws Exception {
        WorkflowJob job = origin.job(jenkins, STEPS);
        WorkflowRun run = jenkins.buildAndAssertSuccess(job);
        List<String> sessions = origin.takeSessions();
        assertThat(sessions.subList(0, sessions.size() - 1))
                .containsExactlyInAnyOrderElementsOf(first);
        assertThat(sessions).last().isEqualTo(again);
        jenkins.assertLogContains(
                "typecheck begins with what attempt 1 left, sealed in "
                        + run.getExternalizableId()
                        + ", if that fits, since it is made again on top of lint",
                run);
        assertStandsOnItsFirstWork(Archive.of(run));
        Archive.of(run).holds(directory.resolve("copy"));
        jenkins.buildAndAssertSuccess(job);
        assertThat(origin.takeSessions()).isEmpty();
        return run;
    }

    /** In the same ledger, with no copy of it. */
    private static void assertStandsOnItsFirstWork(Archive archive) throws Exception {
        Digest first = null;
        PhasePredicate last = null;
        for (Entry entry : LedgerReader.read(archive.directory())) {
            Proof proof = Proof.of(entry.statement());
            if (proof instanceof PhasePredicate phase && phase.phase().equals("typecheck")) {
                assertThat(phase.takenOver()).isNull();
                first = first == null ? entry.digest() : first;
                last = phase;
            }
        }
        assertThat(last.materials()).contains(new Material("m1/typecheck", first));
    }

    @Test
    void onlyTheFileThatBothChangedIsMadeAgain() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        Files.writeString(
                origin.project().directory().resolve("src/a.txt"),
                "alpha\none LINT and TYPE here\nend\n");
        Files.writeString(origin.project().directory().resolve("src/b.txt"), "beta TYPE\n");
        origin.publish();

        WorkflowRun run =
                built(
                        origin,
                        List.of(
                                "1 lint src/a.txt",
                                "1 typecheck src/a.txt",
                                "1 typecheck src/b.txt"),
                        "1 typecheck src/a.txt");

        jenkins.assertLogContains("no longer fits; changed otherwise meanwhile: src/a.txt", run);
    }

    /**
     * Nothing conflicts, but what the first session left in one file does not hold with the other.
     */
    @Test
    void onlyTheFileThatFailsIsMendedAgain() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        origin.agentFirst(
                """
                if [ "$LOCKSTEP_PHASE $LOCKSTEP_FILE" = 'typecheck src/b.txt' ] && [ ! -e 'LOG/left' ]; then
                    echo LINT >> src/b.txt
                    touch 'LOG/left'
                fi
                """
                        .replace("LOG", origin.log().toString()));

        WorkflowRun run =
                built(
                        origin,
                        List.of(
                                "1 lint src/a.txt",
                                "1 lint src/b.txt",
                                "1 typecheck src/a.txt",
                                "1 typecheck src/b.txt"),
                        "1 typecheck src/b.txt");

        jenkins.assertLogContains("typecheck, attempt 3", run);
    }
}
