package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration;
import io.jenkins.plugins.lockstep.jenkins.governor.SessionGovernor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * The controller, a process of its own with the packed plugin, ends or is killed while builds are
 * at a phase, and starts again.
 */
class RestartJenkinsTest {
    private static final String WORKER = "io.jenkins.plugins.lockstep.worker";
    private static final String WAITS =
            "lint waits for agent sessions: 1 of 1 are in use, %d phases are before it";

    @RegisterExtension
    private final RealJenkinsExtension controller =
            new RealJenkinsExtension()
                    .javaOptions(
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "-D" + WORKER + "=" + System.getProperty(WORKER));

    @RegisterExtension private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir private Path directory;

    /** The agent's session goes on without the controller, and is not begun again. */
    @Test
    void killedInThePhaseOnAnAgent() throws Throwable {
        Origin origin = Origin.only(directory, "lint", "test");
        Path go = origin.waitIn("test");
        controller.startJenkins();
        agents.createAgent(
                controller,
                InboundAgentExtension.Options.newBuilder()
                        .name("far")
                        .label("far")
                        .webSocket()
                        .build());
        String steps = origin.checkout() + "lintPhase()\ntestPhase()";
        controller.runRemotely(
                RestartJenkinsTest::begin,
                "p",
                "node('far') {\n" + steps + "\n}",
                "m1/test#1 session started");

        controller.stopJenkinsForcibly();
        Files.createFile(go);
        controller.startJenkins();

        controller.runRemotely(RestartJenkinsTest::proven, directory.toString(), "p", "lint test");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 lint src/a.txt", "1 lint src/b.txt", "1 test");
    }

    /** The first in a phase, the second in the body of a block. */
    @Test
    void stoppedWhileTwoBuildsAreAtWork() throws Throwable {
        Origin origin = Origin.only(directory, "lint");
        Path go = origin.waitIn("lint");
        String body =
                "withPhase('lint') { sh 'echo begun; until [ -e "
                        + go
                        + " ]; do sleep 0.1; done; sed -i s/LINT// src/*.txt' }";
        controller.startJenkins();
        start(origin, "phase", "lintPhase()", "m1/lint#1 session started");
        start(origin, "block", body, "+ echo begun");

        controller.stopJenkins();
        Files.createFile(go);
        controller.startJenkins();

        controller.runRemotely(RestartJenkinsTest::proven, directory.toString(), "phase", "lint");
        controller.runRemotely(RestartJenkinsTest::proven, directory.toString(), "block", "lint");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 lint src/a.txt", "1 lint src/b.txt");
    }

    /** With one session for the whole controller the queue, and its order, outlive a restart. */
    @Test
    void stoppedWhileBuildsWaitForSessions() throws Throwable {
        Origin origin = Origin.only(directory, "lint");
        Path go = origin.waitIn("lint");
        controller.startJenkins();
        controller.runRemotely(RestartJenkinsTest::oneSession);
        start(origin, "first", "lintPhase(workers: 1)", "m1/lint#1 session started");
        start(origin, "second", "lintPhase(workers: 1)", WAITS.formatted(0));
        start(origin, "third", "lintPhase(workers: 1)", WAITS.formatted(1));

        controller.stopJenkins();
        controller.startJenkins();

        controller.runRemotely(RestartJenkinsTest::queued, directory.toString(), go.toString());
        assertThat(origin.sessions()).hasSize(6);
    }

    private void start(Origin origin, String job, String steps, String message) throws Throwable {
        controller.runRemotely(
                RestartJenkinsTest::begin,
                job,
                "node {\n" + origin.checkout() + steps + "\n}",
                message);
    }

    static void begin(JenkinsRule jenkins, String name, String script, String message)
            throws Throwable {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.waitForMessage(message, job.scheduleBuild2(0).waitForStart());
    }

    /** What was done once is all there is. */
    static void proven(JenkinsRule jenkins, String directory, String job, String phases)
            throws Throwable {
        WorkflowRun run = run(jenkins, job);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        for (String phase : phases.split(" ")) {
            assertThat(JenkinsRule.getLog(run))
                    .containsOnlyOnce(phase + " is proven and sealed: sha256:")
                    .doesNotContain(phase + ", attempt 2");
        }
        assertThat(Archive.of(run).holds(Path.of(directory, "copy-" + job)).sealed())
                .containsExactly(phases.split(" "));
    }

    private static void oneSession(JenkinsRule jenkins) throws Throwable {
        jenkins.jenkins.setNumExecutors(3);
        LockstepConfiguration.get().setSessions(1);
    }

    private static void queued(JenkinsRule jenkins, String directory, String go) throws Throwable {
        assertThat(SessionGovernor.get().waiting(run(jenkins, "first"))).isEmpty();
        assertThat(SessionGovernor.get().waiting(run(jenkins, "second"))).hasSize(1);
        assertThat(SessionGovernor.get().waiting(run(jenkins, "third"))).hasSize(1);
        Files.createFile(Path.of(go));
        for (String name : List.of("first", "second", "third")) {
            proven(jenkins, directory, name, "lint");
        }
        assertThat(lint(jenkins, "second").started())
                .isGreaterThanOrEqualTo(lint(jenkins, "first").ended());
        assertThat(lint(jenkins, "third").started())
                .isGreaterThanOrEqualTo(lint(jenkins, "second").ended());
    }

    private static PhasePredicate lint(JenkinsRule jenkins, String job) throws Exception {
        return (PhasePredicate) Archive.of(run(jenkins, job)).seal("lint");
    }

    static WorkflowRun run(JenkinsRule jenkins, String job) {
        return jenkins.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(1);
    }
}
