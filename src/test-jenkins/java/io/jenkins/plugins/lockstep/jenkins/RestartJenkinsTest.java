package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.Slave;
import io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration;
import io.jenkins.plugins.lockstep.jenkins.governor.SessionGovernor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.InboundAgentExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The controller ends and starts again while a build is at a phase. */
class RestartJenkinsTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @RegisterExtension private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir private Path directory;

    /** The agent's session goes on without the controller, and is not begun again. */
    @Test
    void inThePhase() throws Throwable {
        Origin origin = Origin.only(directory, "lint", "test");
        Path go = origin.waitIn("test");
        sessions.then(
                jenkins -> {
                    WorkflowRun run = start(jenkins, "p", origin, "lintPhase()\ntestPhase()");
                    jenkins.waitForMessage("m1/test#1 session started", run);
                });
        Files.createFile(go);
        sessions.then(
                jenkins -> {
                    WorkflowRun run = ended(jenkins, "p", Result.SUCCESS);
                    assertThat(JenkinsRule.getLog(run))
                            .containsOnlyOnce("test, attempt 1, from ")
                            .contains("test is proven and sealed: sha256:");
                    assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                            .containsExactly("lint", "test");
                });
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 lint src/a.txt", "1 lint src/b.txt", "1 test");
    }

    /** As {@link #inThePhase}, on an agent whose connection is lost with the controller. */
    @Test
    void inThePhaseOnAnAgent() throws Throwable {
        Origin origin = Origin.only(directory, "lint");
        Path go = origin.waitIn("lint");
        sessions.then(
                jenkins -> {
                    Slave agent =
                            agents.createAgent(
                                    jenkins,
                                    InboundAgentExtension.Options.newBuilder()
                                            .name("far")
                                            .label("far")
                                            .webSocket()
                                            .build());
                    assertThat(agent.toComputer().isOnline()).isTrue();
                    WorkflowJob job = jenkins.createProject(WorkflowJob.class, "p");
                    job.setDefinition(
                            new CpsFlowDefinition(
                                    "node('far') {\n" + origin.checkout() + "lintPhase()\n}",
                                    true));
                    WorkflowRun run = job.scheduleBuild2(0).waitForStart();
                    jenkins.waitForMessage("session started", run);
                });
        Files.createFile(go);
        sessions.then(
                jenkins -> {
                    WorkflowRun run = ended(jenkins, "p", Result.SUCCESS);
                    assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                            .containsExactly("lint");
                    agents.stop(jenkins, "far");
                });
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 lint src/a.txt", "1 lint src/b.txt");
    }

    @Test
    void inTheBodyOfABlock() throws Throwable {
        Origin origin = Origin.only(directory, "lint");
        Path go = directory.resolve("go");
        sessions.then(
                jenkins -> {
                    WorkflowRun run =
                            start(
                                    jenkins,
                                    "p",
                                    origin,
                                    "def r = withPhase('lint') { sh 'echo begun; until [ -e "
                                            + go
                                            + " ]; do sleep 0.1; done; sed -i s/LINT// src/*.txt'"
                                            + " }\n"
                                            + "echo \"state ${r.state}\"");
                    jenkins.waitForMessage("+ echo begun", run);
                });
        Files.createFile(go);
        sessions.then(
                jenkins -> {
                    WorkflowRun run = ended(jenkins, "p", Result.SUCCESS);
                    assertThat(JenkinsRule.getLog(run))
                            .containsOnlyOnce("+ echo begun")
                            .contains("lint is proven and sealed: sha256:")
                            .contains("state proven");
                    assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                            .containsExactly("lint");
                });
    }

    /**
     * One session for the whole controller: the second build waits for the first over a restart.
     */
    @Test
    void whileWaitingForSessions() throws Throwable {
        Origin origin = Origin.only(directory, "lint");
        Path go = origin.waitIn("lint");
        sessions.then(
                jenkins -> {
                    jenkins.jenkins.setNumExecutors(3);
                    LockstepConfiguration.get().setSessions(1);
                    WorkflowRun first = start(jenkins, "first", origin, "lintPhase(workers: 1)");
                    jenkins.waitForMessage("session started", first);
                    WorkflowRun second = start(jenkins, "second", origin, "lintPhase(workers: 1)");
                    jenkins.waitForMessage(
                            "lint waits for agent sessions: 1 of 1 are in use, 0 phases are before"
                                    + " it",
                            second);
                    WorkflowRun third = start(jenkins, "third", origin, "lintPhase(workers: 1)");
                    jenkins.waitForMessage(
                            "lint waits for agent sessions: 1 of 1 are in use, 1 phases are before"
                                    + " it",
                            third);
                    try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
                        assertThat(web.getPage(third).asNormalizedText())
                                .contains("lint waits for agent sessions; 1 phases are before it");
                        assertThat(web.getPage(third, "lockstep/").asNormalizedText())
                                .contains("lint waits for agent sessions; 1 phases are before it");
                    }
                });
        sessions.then(
                jenkins -> {
                    WorkflowRun first = run(jenkins, "first");
                    WorkflowRun second = run(jenkins, "second");
                    WorkflowRun third = run(jenkins, "third");
                    assertThat(SessionGovernor.get().waiting(first)).isEmpty();
                    assertThat(SessionGovernor.get().waiting(second)).hasSize(1);
                    assertThat(SessionGovernor.get().waiting(third)).hasSize(1);
                    Files.createFile(go);
                    for (String name : new String[] {"first", "second", "third"}) {
                        WorkflowRun run = ended(jenkins, name, Result.SUCCESS);
                        assertThat(Archive.of(run).holds(directory.resolve(name)).sealed())
                                .containsExactly("lint");
                    }
                    assertThat(Archive.of(first).seal("lint").validators()).isNotEmpty();
                    assertThat(started(second)).isGreaterThanOrEqualTo(ended(first));
                    assertThat(started(third)).isGreaterThanOrEqualTo(ended(second));
                });
        assertThat(origin.sessions()).hasSize(6);
    }

    private static String started(WorkflowRun run) throws Exception {
        return ((io.jenkins.plugins.lockstep.evidence.PhasePredicate) Archive.of(run).seal("lint"))
                .started();
    }

    private static String ended(WorkflowRun run) throws Exception {
        return ((io.jenkins.plugins.lockstep.evidence.PhasePredicate) Archive.of(run).seal("lint"))
                .ended();
    }

    private static WorkflowRun start(JenkinsRule jenkins, String name, Origin origin, String steps)
            throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(
                new CpsFlowDefinition("node {\n" + origin.checkout() + steps + "\n}", true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun run(JenkinsRule jenkins, String name) {
        return jenkins.jenkins.getItemByFullName(name, WorkflowJob.class).getBuildByNumber(1);
    }

    private static WorkflowRun ended(JenkinsRule jenkins, String name, Result result)
            throws Exception {
        return jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run(jenkins, name)));
    }
}
