package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.pipeline.modeldefinition.actions.RestartDeclarativePipelineAction;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** The next build of a job runs only what no earlier one has proven for the same content. */
@ExtendWith(SharedJenkins.class)
class ResumeJenkinsTest {
    private static final String GATE = "phaseGate(after: ['lint', 'typecheck'])\n";
    private static final String GROUP =
            "parallel lint: { lintPhase() }, typecheck: { typecheckPhase(attempts: 1) }\n" + GATE;

    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    /** A group whose type checks fail until the test lets them pass. */
    private Origin halfFailing() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck", "test");
        origin.idleIn("typecheck");
        return origin;
    }

    @Test
    void aRebuildAfterAHalfFailedGroupRunsOnlyWhatFailed() throws Exception {
        Origin origin = halfFailing();
        WorkflowJob job = origin.job(jenkins, GROUP + "testPhase()");
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(Archive.of(first).holds(directory.resolve("copy1")).sealed())
                .containsExactly("lint");
        assertThat(origin.takeSessions()).contains("1 lint src/a.txt", "1 lint src/b.txt");
        origin.mend();

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.takeSessions())
                .containsExactlyInAnyOrder(
                        "1 typecheck src/a.txt", "1 typecheck src/b.txt", "1 test");
        assertThat(JenkinsRule.getLog(second))
                .contains(
                        "lint was sealed in "
                                + first.getExternalizableId()
                                + " for the same content, and is taken over (sha256:")
                .contains("typecheck is proven and sealed");
        Archive archive = Archive.of(second).holds(directory.resolve("copy2"));
        Proof lint = archive.seal("lint");
        assertThat(lint.takenOver().origin()).isEqualTo(first.getExternalizableId());
        assertThat(lint.run()).isEqualTo(second.getExternalizableId());
        assertThat(archive.seal("typecheck").attempt())
                .as("attempts are counted by build")
                .isEqualTo(1);
        assertThat(archive.sealed())
                .containsExactlyInAnyOrder("lint", "typecheck", "gate:lint+typecheck", "test");

        WorkflowRun third = jenkins.buildAndAssertSuccess(job);

        assertThat(origin.sessions()).isEmpty();
        assertThat(Archive.of(third).holds(directory.resolve("copy3")).seals())
                .hasSize(4)
                .allSatisfy((name, proof) -> assertThat(proof.takenOver()).as(name).isNotNull());
        assertThat(Archive.of(third).seal("lint").takenOver().origin())
                .as("the build that did it, not the one it came through")
                .isEqualTo(first.getExternalizableId());
    }

    /** With the script as it was, then with another one, which has a phase more. */
    @Test
    void aReplayRunsOnlyWhatFailed() throws Exception {
        Origin origin = halfFailing();
        WorkflowJob job = origin.job(jenkins, GROUP);
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        origin.takeSessions();
        origin.mend();
        String script = first.getAction(ReplayAction.class).getOriginalScript();

        WorkflowRun second = replay(first, script);
        jenkins.assertLogContains("lint was sealed in " + first.getExternalizableId(), second);
        assertThat(origin.takeSessions())
                .containsExactlyInAnyOrder("1 typecheck src/a.txt", "1 typecheck src/b.txt");

        String longer =
                script.replace("attempts: 1", "attempts: 3, model: 'large'")
                        .replace(GATE, GATE + "testPhase()\n");
        WorkflowRun third = replay(first, longer);
        assertThat(origin.sessions()).containsExactly("1 test");
        assertThat(Archive.of(third).holds(directory.resolve("copy")).sealed())
                .containsExactlyInAnyOrder("lint", "typecheck", "gate:lint+typecheck", "test");
    }

    private static WorkflowRun replay(WorkflowRun build, String script) throws Exception {
        ReplayAction replay = build.getAction(ReplayAction.class);
        return jenkins.assertBuildStatusSuccess(
                (WorkflowRun) replay.run2(script, Map.of(), true).getFuture().get());
    }

    @Test
    void aRestartFromAStageRunsOnlyWhatFailed() throws Exception {
        Origin origin = halfFailing();
        WorkflowJob job =
                Blocks.job(
                        jenkins,
                        "pipeline {\n agent any\n stages {\n"
                                + "  stage('lint') { steps {\n"
                                + origin.checkout()
                                + "   lintPhase()\n  } }\n"
                                + "  stage('types') { steps {\n"
                                + origin.checkout()
                                + "   typecheckPhase(attempts: 1)\n"
                                + "   phaseGate(after: ['lint', 'typecheck'])\n  } }\n } }");
        WorkflowRun first = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        origin.takeSessions();
        origin.mend();

        first.getAction(RestartDeclarativePipelineAction.class).run("types");
        jenkins.waitUntilNoActivity();

        WorkflowRun second = jenkins.assertBuildStatusSuccess(job.getBuildByNumber(2));
        assertThat(JenkinsRule.getLog(second))
                .contains("Stage \"lint\" skipped due to this build restarting at stage \"types\"")
                .contains("lint was sealed in " + first.getExternalizableId());
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 typecheck src/a.txt", "1 typecheck src/b.txt");
    }

    /** Other content: the sources of the next commit are not those that were proven. */
    @Test
    void anotherCommitIsProvenAnew() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        WorkflowJob job = origin.job(jenkins, "lintPhase()");
        jenkins.buildAndAssertSuccess(job);
        Files.writeString(origin.project().directory().resolve("src/e.txt"), "LINT again\n");
        origin.publish();
        origin.takeSessions();

        WorkflowRun second = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogNotContains("was sealed in", second);
        assertThat(origin.sessions()).contains("1 lint src/e.txt");
    }

    @Test
    void twoBuildsAtOnceDoNotMeet() throws Exception {
        Origin origin = Origin.only(directory, "lint", "test");
        Path go = origin.waitIn("lint");
        WorkflowJob job = origin.job(jenkins, "lintPhase()\ntestPhase()\nlockstepVerify()");
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        WorkflowRun second = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("session started", first);
        jenkins.waitForMessage("session started", second);
        Files.createFile(go);

        for (WorkflowRun run : List.of(first, second)) {
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            Archive archive = Archive.of(run).holds(directory.resolve("copy" + run.getNumber()));
            assertThat(archive.sealed()).containsExactly("lint", "test");
            assertThat(archive.seals())
                    .allSatisfy(
                            (name, proof) -> {
                                assertThat(proof.run()).isEqualTo(run.getExternalizableId());
                                assertThat(proof.takenOver()).isNull();
                                assertThat(proof.attempt()).isEqualTo(1);
                            });
        }
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder(
                        "1 lint src/a.txt",
                        "1 lint src/a.txt",
                        "1 lint src/b.txt",
                        "1 lint src/b.txt",
                        "1 test",
                        "1 test");
    }

    /** The build that the push of Lockstep's own commit starts has nothing to do. */
    @Test
    void anOwnCommitIsNotBuiltAndTheNextOneIs() throws Exception {
        Origin origin = Origin.only(directory, "lint", "commit");
        WorkflowJob job =
                Blocks.job(
                        jenkins,
                        "lockstep(milestone: 1, skipOwnCommits: true) { node {\n"
                                + origin.checkout()
                                + "lintPhase()\ncommitPhase()\n"
                                + "sh 'git push -q "
                                + origin.repository()
                                + " refs/lockstep/m1:refs/heads/main'\n} }");
        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        origin.takeSessions();

        WorkflowRun second = jenkins.buildAndAssertStatus(Result.NOT_BUILT, job);

        jenkins.assertLogContains(
                "Lockstep: nothing to do, the only new commits are those that "
                        + first.getExternalizableId()
                        + " proved and sealed",
                second);
        assertThat(origin.sessions()).isEmpty();

        origin.project().git("pull", "-q", origin.repository().toString(), "main");
        Files.writeString(origin.project().directory().resolve("src/e.txt"), "LINT again\n");
        origin.publish();
        WorkflowRun third = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogNotContains("nothing to do", third);
        assertThat(origin.sessions()).containsExactly("1 lint src/e.txt");
    }
}
