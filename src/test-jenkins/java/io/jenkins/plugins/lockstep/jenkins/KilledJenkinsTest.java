package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** The controller, a process of its own with the packed plugin, is killed; an agent is not. */
class KilledJenkinsTest {
    private static final String WORKER = "io.jenkins.plugins.lockstep.worker";

    @RegisterExtension
    private final RealJenkinsExtension controller =
            new RealJenkinsExtension()
                    .javaOptions(
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "-D" + WORKER + "=" + System.getProperty(WORKER));

    @RegisterExtension private final InboundAgentExtension agents = new InboundAgentExtension();

    @TempDir private Path directory;

    @Test
    void aKilledControllerGoesOnWithWhatItWasAt() throws Throwable {
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
        controller.runRemotely(
                KilledJenkinsTest::begin,
                "node('far') {\n" + origin.checkout() + "lintPhase()\ntestPhase()\n}");

        controller.stopJenkinsForcibly();
        Files.createFile(go);
        controller.startJenkins();
        controller.runRemotely(KilledJenkinsTest::goOn, directory.resolve("copy").toString());

        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 lint src/a.txt", "1 lint src/b.txt", "1 test");
    }

    private static void begin(JenkinsRule jenkins, String script) throws Throwable {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "p");
        job.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("m1/test#1 session started", run);
    }

    private static void goOn(JenkinsRule jenkins, String copy) throws Throwable {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName("p", WorkflowJob.class).getBuildByNumber(1);
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(JenkinsRule.getLog(run))
                .containsOnlyOnce("test, attempt 1, from ")
                .containsOnlyOnce("lint is proven and sealed")
                .containsOnlyOnce("test is proven and sealed");
        assertThat(Archive.of(run).holds(Path.of(copy)).sealed()).containsExactly("lint", "test");
    }
}
