package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Node;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import jenkins.plugins.git.GitStep;
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** The two Jenkinsfiles that we show, as they stand: from git, on two agents, with all phases. */
@ExtendWith(SharedJenkins.class)
class JenkinsfilesJenkinsTest {
    private static final Set<String> ALL =
            Set.of(
                    "research",
                    "planning",
                    "implement",
                    "architecture",
                    "lint",
                    "typecheck",
                    "gate:lint+typecheck",
                    "test",
                    "integration",
                    "gate:test+integration",
                    "e2e",
                    "validate",
                    "commit");

    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        jenkins.createOnlineSlave(Label.get("linux"));
        jenkins.createOnlineSlave(Label.get("linux"));
    }

    @AfterAll
    static void stop() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }

    @Test
    void declarativeAndThenItsOwnCommit() throws Exception {
        Origin origin = Origin.in(directory);
        WorkflowJob job = job(origin, Path.of("Jenkinsfile.example"));

        WorkflowRun first = jenkins.buildAndAssertSuccess(job);

        String base = assertWhole(origin, first);
        assertThat(JenkinsRule.getLog(first))
                .contains("Running on " + agent(0).getNodeName())
                .contains("Running on " + agent(1).getNodeName())
                .containsPattern("joins (typecheck to lint|lint to typecheck), and proves all")
                .contains("the evidence of " + first.getExternalizableId() + " holds");

        Path holder = workspace(agent(0), job);
        Path workspace =
                Files.exists(holder.resolve(".git/refs/lockstep/m1"))
                        ? holder
                        : workspace(agent(1), job);
        git(
                workspace,
                "push",
                "-q",
                origin.repository().toString(),
                "refs/lockstep/m1:refs/heads/main");
        origin.takeSessions();
        WorkflowRun second = jenkins.buildAndAssertStatus(Result.NOT_BUILT, job);
        assertThat(JenkinsRule.getLog(second))
                .contains(
                        "nothing to do, the only new commits are those that "
                                + first.getExternalizableId()
                                + " proved and sealed");
        assertThat(origin.sessions()).isEmpty();
        assertThat(base).isNotEqualTo(Archive.of(first).seal("commit").commit());
    }

    @Test
    void scriptedAndThenOnceMore() throws Exception {
        Origin origin = Origin.in(directory);
        WorkflowJob job = job(origin, Path.of("docs/Jenkinsfile.scripted"));

        WorkflowRun first = jenkins.buildAndAssertSuccess(job);

        assertWhole(origin, first);
        origin.takeSessions();
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        assertThat(origin.sessions()).isEmpty();
        assertThat(Archive.of(second).holds(directory.resolve("copy2")).seals())
                .hasSize(ALL.size())
                .allSatisfy(
                        (name, proof) ->
                                assertThat(proof.takenOver().origin())
                                        .isEqualTo(first.getExternalizableId()));
    }

    /** Gives the commit that the run started from. */
    private String assertWhole(Origin origin, WorkflowRun run) throws Exception {
        Archive archive = Archive.of(run).holds(directory.resolve("copy"));
        assertThat(archive.sealed()).containsExactlyInAnyOrderElementsOf(ALL);
        assertThat(origin.sessions()).containsExactlyInAnyOrderElementsOf(Origin.SESSIONS);
        for (Proof proof : archive.seals().values()) {
            assertThat(proof.run()).isEqualTo(run.getExternalizableId());
            assertThat(proof.attempt()).isEqualTo(1);
            assertThat(archive.file(proof.place() + "/result.json")).isRegularFile();
        }
        String base = archive.seal("research").baseCommit();
        assertThat(base).isEqualTo(origin.project().git("rev-parse", "HEAD"));
        assertThat(archive.file("m1/commit/1/commit.json"))
                .content()
                .contains(base, archive.seal("commit").commit(), "refs/lockstep/m1");
        return base;
    }

    private static WorkflowJob job(Origin origin, Path jenkinsfile) throws Exception {
        Files.copy(jenkinsfile, origin.project().directory().resolve("Jenkinsfile"));
        origin.publish();
        GitStep git = new GitStep(origin.repository().toString());
        git.setBranch("main");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsScmFlowDefinition(git.createSCM(), "Jenkinsfile"));
        return job;
    }

    private static Node agent(int number) {
        return jenkins.jenkins.getNodes().get(number);
    }

    private static Path workspace(Node agent, WorkflowJob job) {
        return Path.of(agent.getWorkspaceFor(job).getRemote());
    }

    private static void git(Path repository, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        assertThat(
                        new ProcessBuilder(command)
                                .directory(repository.toFile())
                                .inheritIO()
                                .start()
                                .waitFor())
                .isZero();
    }
}
