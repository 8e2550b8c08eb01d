package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.lockstep.jenkins.governor.LockstepConfiguration;
import io.jenkins.plugins.lockstep.jenkins.step.LintPhaseStep;
import io.jenkins.plugins.lockstep.jenkins.step.LockstepStep;
import io.jenkins.plugins.lockstep.jenkins.step.PhaseGateStep;
import io.jenkins.plugins.lockstep.jenkins.step.WithPhaseStep;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The steps in a real Jenkins, on a real agent. */
@WithJenkins
class StepsJenkinsTest {
    @TempDir
    private Path directory;

    @Test
    void snippets(JenkinsRule jenkins) throws Exception {
        LintPhaseStep lint = new LintPhaseStep();
        lint.setWorkers(2);
        lint.setTimeout("30m");
        assertThat(Snippetizer.object2Groovy(lint)).isEqualTo("lintPhase timeout: '30m', workers: 2");
        LockstepStep block = new LockstepStep(1);
        block.setAttempts(2);
        assertThat(Snippetizer.object2Groovy(block)).startsWith("lockstep(attempts: 2, milestone: 1) {");
        assertThat(Snippetizer.object2Groovy(new PhaseGateStep(java.util.List.of("lint, typecheck"))))
                .startsWith("phaseGate(")
                .contains("['lint', 'typecheck']");
        assertThat(Snippetizer.object2Groovy(new WithPhaseStep("lint"))).startsWith("withPhase('lint') {");
    }

    @Test
    void globalConfigurationRoundTrip(JenkinsRule jenkins) throws Exception {
        LockstepConfiguration.get().setSessions(3);
        LockstepConfiguration.get().setSessionsPerMinute(20);
        jenkins.configRoundtrip();
        assertThat(LockstepConfiguration.get().getSessions()).isEqualTo(3);
        assertThat(LockstepConfiguration.get().getSessionsPerMinute()).isEqualTo(20);
    }

    @Test
    void wholeMilestoneThenAllTakenOver(JenkinsRule jenkins) throws Exception {
        DumbSlave agent = jenkins.createOnlineSlave();
        WorkflowJob job = job(jenkins, "node('" + agent.getNodeName() + "') {\n" + checkout()
                + "  for (wave in lockstepPlan()) {\n"
                + "    parallel wave.collectEntries { name -> [name, { echo \"${name}: ${lockstepPhase(name).state}\" }] }\n"
                + "  }\n  lockstepVerify()\n}");
        WorkflowRun first = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("commit: proven", first);
        jenkins.assertLogContains("the evidence of " + first.getExternalizableId() + " holds", first);
        assertThat(first.getArtifactManager().root().child("lockstep/m1/lint/1/result.json").exists())
                .isTrue();
        WorkflowRun second = jenkins.buildAndAssertSuccess(job);
        jenkins.assertLogContains("commit: sealed before", second);
        jenkins.assertLogContains("was sealed in " + first.getExternalizableId(), second);
    }

    @Test
    void wrongOrderNamesWhatIsMissing(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, "node {\n" + checkout() + "  lintPhase()\n}");
        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        jenkins.assertLogContains("lint can't begin", run);
        jenkins.assertLogContains("research, planning, implement, architecture", run);
    }

    @Test
    void blockDoesThePhase(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, "lockstep(milestone: 1) { node {\n" + checkout()
                + "  def r = withPhase('research') { sh 'echo Milestone 1 wants a fourth"
                                + " file beside the others, which no test reads yet and every tool will"
                                + " look at before anything is sealed > $LOCKSTEP_EVIDENCE/research.md' }\n  echo \"state ${r.state}\"\n} }");
        jenkins.assertLogContains("state proven", jenkins.buildAndAssertSuccess(job));
    }

    private WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Makes a checkout of the tiny project that the engine's tests use, by plain git. */
    private String checkout() throws Exception {
        Path project = directory.resolve("project");
        Path tiny = Path.of("src/test/resources/tiny").toAbsolutePath();
        run(directory, "cp", "-r", tiny.toString(), project.toString());
        Path plan = project.resolve("lockstep.yaml");
        Files.writeString(
                plan,
                Files.readString(plan)
                        .replace("@AGENT@", tiny.resolve("agent.sh").toString()));
        run(project, "git", "init", "-q", "-b", "main");
        run(project, "git", "add", "-A");
        run(project, "git", "-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-q", "-m", "start");
        return "  sh 'git init -q . && git fetch -q " + project + " main && git checkout -q FETCH_HEAD'\n";
    }

    private static void run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command).directory(directory.toFile()).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }
}
