package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;

/** What the steps refuse, seal nothing of, and say why. */
@ExtendWith(SharedJenkins.class)
class RefusalsJenkinsTest {
    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void aBodyThatProvesNothingSealsNothing() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        WorkflowRun run = refused(origin, "withPhase('lint') { echo 'all done' }");

        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "lint, attempt 1, is not proven:",
                        "src/a.txt:1",
                        "LINT must go",
                        "Lockstep: lint is not proven");
        assertSealed(run);
        assertThat(Archive.of(run).file("failed/m1/lint/1/failure.json"))
                .content()
                .contains("src/a.txt", "LINT must go");
    }

    @Test
    void aBodyThatFailsIsNoWorkOfThePhase() throws Exception {
        WorkflowRun run =
                refused(
                        Origin.only(directory, "lint"),
                        "withPhase('lint') { sh 'sed -i s/LINT// src/*.txt'; error 'the body gives up' }");

        jenkins.assertLogContains("ERROR: the body gives up", run);
        assertSealed(run);
    }

    @Test
    void anAgentThatClaimsSuccessIsNotBelieved() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        origin.agentFirst(
                "echo '{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false}'; exit 0");
        WorkflowRun run = refused(origin, "lintPhase(attempts: 2)");

        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "lint, attempt 1, from ",
                        "lint, attempt 2, from ",
                        "src/a.txt:1",
                        "ERROR: Lockstep: lint is not proven")
                .doesNotContain("lint, attempt 3");
        assertSealed(run);
        Archive archive = Archive.of(run);
        assertThat(archive.file("failed/m1/lint/1/failure.json")).isRegularFile();
        assertThat(archive.file("failed/m1/lint/2/failure.json")).isRegularFile();
        assertThat(archive.file("failed/m1/lint/2/logs")).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"testPhase()", "withPhase('test') { echo 'in the body' }"})
    void wrongOrderNamesWhatIsMissing(String step) throws Exception {
        Origin origin = Origin.only(directory, "research", "lint", "typecheck", "test");
        WorkflowRun run = refused(origin, step);

        assertThat(JenkinsRule.getLog(run))
                .contains("test can't begin", "research, lint, typecheck")
                .doesNotContain("in the body");
        assertSealed(run);
        assertThat(origin.sessions()).isEmpty();
    }

    @Test
    void aGateNamesWhatIsNotProven() throws Exception {
        WorkflowRun run =
                refused(
                        Origin.only(directory, "lint", "typecheck", "test"),
                        Origin.MEND_LINT + "phaseGate(after: ['lint', 'typecheck'])");

        assertThat(JenkinsRule.getLog(run))
                .contains("the gate after lint, typecheck stays closed")
                .containsPattern("for the same content: typecheck\\R");
        assertSealed(run, "lint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "typecheckPhase()",
                "withPhase('typecheck') { sh 'echo in the body' }",
                "phaseGate(after: ['lint'])",
                "lockstepPlan()"
            })
    void aPlanChangedInMidRunStopsTheNextStep(String step) throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        WorkflowRun run =
                refused(
                        origin,
                        Origin.MEND_LINT + "sh 'echo \"# another\" >> lockstep.yaml'\n" + step);

        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "the plan 'lockstep.yaml' in this workspace is not the one that the run"
                                + " was started with (sha256:")
                .doesNotContain("in the body");
        assertSealed(run, "lint");
        assertThat(origin.sessions()).isEmpty();
    }

    @Test
    void aBlocksTimeLimitEndsWhatIsInside() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        origin.waitIn("lint");
        WorkflowRun run =
                refused(
                        origin,
                        "lockstep(milestone: 1, timeout: '8s', attempts: 5) { lintPhase() }");

        assertThat(JenkinsRule.getLog(run)).contains("lockstep block");
        assertSealed(run);
    }

    /** With no stack trace for a person's mistake. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    lintPhase(tool: 'nosuch') | phase 'lint' has no tool 'nosuch'; it has lint
                    lintPhase(timeout: 'soon') | soon
                    researchPhase() | the plan switches phase 'research' off: not needed here; on are lint, test
                    lockstepPhase('nosuch') | the plan has no phase 'nosuch'; it has lint, test; switched off are research, planning,
                    lockstep(milestone: 7) { lintPhase() } | the plan has no milestone 7
                    lockstep(milestone: 1, plan: 'other.yaml') { lintPhase() } | no plan 'other.yaml' in the workspace
                    lockstep(milestone: 1, plan: '../x.yaml') { lintPhase() } | the plan '../x.yaml' is outside of the workspace
                    phaseGate(after: []) | a gate needs at least one phase
                    lintPhase(credentialsId: 'none', credentialsVariable: 'KEY') | there is no secret text 'none' that this job may use
                    lockstepVerify(build: 'nosuch#1') | there is no build 'nosuch#1', of the form folder/job#12
                    lockstepVerify() | has no evidence
                    """)
    void whatCannotBeSaysWhereAndWhatToDo(String step, String said) throws Exception {
        Origin origin = Origin.only(directory, "lint", "test");
        String log = JenkinsRule.getLog(refused(origin, step));

        assertThat(log).contains(said).doesNotContain("Exception", "\tat ");
        assertThat(origin.sessions()).isEmpty();
    }

    private static WorkflowRun refused(Origin origin, String steps) throws Exception {
        return jenkins.buildAndAssertStatus(Result.FAILURE, origin.job(jenkins, steps));
    }

    private void assertSealed(WorkflowRun run, String... phases) throws Exception {
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                .containsExactly(phases);
    }
}
