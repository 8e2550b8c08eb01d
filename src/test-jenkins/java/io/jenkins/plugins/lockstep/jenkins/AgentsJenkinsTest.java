package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Label;
import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** Phases on agents that are processes of their own, share no files, and end in mid-phase. */
@ExtendWith(SharedJenkins.class)
class AgentsJenkinsTest {
    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.createOnlineSlave(Label.get("one"));
        jenkins.createOnlineSlave(Label.get("two"));
    }

    /** Each branch leaves a commit on its agent; the gate, and what follows, are on the other. */
    @Test
    void aGroupInParallelOnTwoAgentsPassesItsCommitsAsBundles() throws Exception {
        Origin origin = Origin.only(directory, "implement", "lint", "typecheck", "test", "commit");
        WorkflowJob job =
                Blocks.job(
                        jenkins,
                        "lockstep(milestone: 1) {\n"
                                + on("one", origin, "implementPhase()")
                                + "parallel lint: {\n"
                                + on("one", origin, "lintPhase()")
                                + "}, typecheck: {\n"
                                + on("two", origin, "typecheckPhase()")
                                + "}\n"
                                + on("two", origin, "phaseGate(after: ['lint', 'typecheck'])")
                                + on("one", origin, "testPhase()")
                                + on("two", origin, "commitPhase()")
                                + "lockstepVerify()\n}");

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        Archive archive = Archive.of(run).holds(directory.resolve("copy"));
        assertThat(archive.sealed())
                .containsExactlyInAnyOrder(
                        "implement", "lint", "typecheck", "gate:lint+typecheck", "test", "commit");
        Proof implement = archive.seal("implement");
        Proof lint = archive.seal("lint");
        Proof types = archive.seal("typecheck");
        Proof gate = archive.seal("gate:lint+typecheck");
        assertThat(List.of(lint.baseCommit(), types.baseCommit())).containsOnly(implement.commit());
        Path one = store("one", job);
        Path two = store("two", job);
        assertThat(has(one, lint.commit())).isTrue();
        assertThat(has(one, types.commit())).as("only the merged history came").isTrue();
        assertThat(has(two, implement.commit())).isTrue();
        assertThat(has(two, lint.commit())).isTrue();
        assertThat(git(two, "rev-list", "--parents", "-1", gate.commit()))
                .contains(lint.commit(), types.commit());
        assertThat(git(one, "show", gate.commit() + ":src/b.txt"))
                .doesNotContain("LINT")
                .doesNotContain("TYPE");
        Path commits = run.getRootDir().toPath().resolve("lockstep/commits");
        for (Proof proof : List.of(implement, lint, types, gate, archive.seal("commit"))) {
            assertThat(commits.resolve(proof.commit() + ".bundle")).isRegularFile();
        }
        Path workspace = workspace("two", job);
        assertThat(git(workspace, "rev-parse", "refs/lockstep/m1"))
                .isEqualTo(archive.seal("commit").commit());
        assertThat(git(workspace, "log", "-1", "--format=%B%P", "refs/lockstep/m1"))
                .contains("Milestone 1: A fourth file")
                .contains("Lockstep-Run: " + run.getExternalizableId())
                .contains("Lockstep-Milestone: 1")
                .contains("Lockstep-Seal: sha256:")
                .endsWith(origin.project().git("rev-parse", "HEAD"));
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder(
                        "1 implement",
                        "1 lint src/a.txt",
                        "1 lint src/b.txt",
                        "1 typecheck src/a.txt",
                        "1 typecheck src/b.txt",
                        "1 test");
    }

    @Test
    void anAbortEndsTheProcessTreeAndTheNextBuildTakesOver() throws Exception {
        Origin origin = Origin.only(directory, "lint", "test");
        Endless tree = endless(origin);
        WorkflowJob job = Blocks.job(jenkins, on("one", origin, "lintPhase()\ntestPhase()"));
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        tree.begun();

        first.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(first));

        tree.ended();
        Archive archive = Archive.of(first).holds(directory.resolve("copy"));
        assertThat(archive.sealed()).containsExactly("lint");
        assertThat(archive.file("failed/m1/test/1/failure.json"))
                .content()
                .contains("ended from outside");
        theNextBuildRunsOnlyTest(job, first, origin);
    }

    @Test
    void anAbortInABodyEndsItAndSealsNothing() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        Endless tree = Endless.at(origin.log().resolve("pipe"));
        WorkflowJob job =
                Blocks.job(
                        jenkins,
                        on("one", origin, "withPhase('lint') { sh '" + tree.script() + "' }"));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        tree.begun();

        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

        tree.ended();
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed()).isEmpty();
    }

    /** The agent's machine is gone, with all that ran there. */
    @Test
    void anAgentKilledInMidPhaseLosesOnlyThatPhase() throws Exception {
        DumbSlave third = jenkins.createOnlineSlave(Label.get("three"));
        Origin origin = Origin.only(directory, "lint", "test");
        Endless tree = endless(origin);
        WorkflowJob job =
                Blocks.job(
                        jenkins,
                        on("one", origin, "lintPhase()") + on("three", origin, "testPhase()"));
        WorkflowRun first = job.scheduleBuild2(0).waitForStart();
        tree.begun();

        jenkins.disconnectSlave(third);
        killAllBelow(third.getRemoteFS());
        jenkins.jenkins.removeNode(third);
        jenkins.waitForCompletion(first);

        tree.ended();
        assertThat(first.getResult()).isIn(Result.FAILURE, Result.ABORTED);
        assertThat(Archive.of(first).holds(directory.resolve("copy")).sealed())
                .containsExactly("lint");
        jenkins.createOnlineSlave(Label.get("three"));
        theNextBuildRunsOnlyTest(job, first, origin);
    }

    /** Processes that name the directory, and theirs. */
    private static void killAllBelow(String directory) {
        ProcessHandle.allProcesses()
                .filter(one -> one.pid() != ProcessHandle.current().pid())
                .filter(one -> one.info().commandLine().orElse("").contains(directory))
                .flatMap(one -> Stream.concat(one.descendants(), Stream.of(one)))
                .forEach(ProcessHandle::destroyForcibly);
    }

    /** In the test phase, until the next build. */
    private static Endless endless(Origin origin) throws Exception {
        Endless tree = Endless.at(origin.log().resolve("pipe"));
        origin.agentFirst(
                "if [ $LOCKSTEP_PHASE = test ] && [ ! -e '"
                        + origin.log()
                        + "/go' ]; then "
                        + tree.script()
                        + "; fi");
        return tree;
    }

    private void theNextBuildRunsOnlyTest(WorkflowJob job, WorkflowRun first, Origin origin)
            throws Exception {
        Files.createFile(origin.log().resolve("go"));
        assertThat(origin.takeSessions()).contains("1 lint src/a.txt").doesNotContain("1 test");
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        assertThat(JenkinsRule.getLog(second))
                .contains("lint was sealed in " + first.getExternalizableId());
        assertThat(origin.sessions()).containsExactly("1 test");
        assertThat(Archive.of(second).holds(directory.resolve("copy2")).sealed())
                .containsExactly("lint", "test");
    }

    private static String on(String label, Origin origin, String steps) {
        return "node('" + label + "') {\n" + origin.checkout() + steps + "\n}\n";
    }

    private static Path workspace(String label, WorkflowJob job) {
        var node = Label.get(label).getNodes().iterator().next();
        return Path.of(node.getWorkspaceFor(job).getRemote());
    }

    private static Path store(String label, WorkflowJob job) {
        return workspace(label, job).resolve(".lockstep/store.git");
    }

    private static boolean has(Path repository, String commit) throws Exception {
        return process(repository, "git", "cat-file", "-e", commit + "^{commit}").waitFor() == 0;
    }

    private static String git(Path repository, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "git";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Process git = process(repository, command);
        String text = new String(git.getInputStream().readAllBytes());
        assertThat(git.waitFor()).as(text).isZero();
        return text.strip();
    }

    private static Process process(Path directory, String... command) throws Exception {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
