package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** What each step does, in scripted and in Declarative form, on a real Jenkins' own node. */
@ExtendWith(SharedJenkins.class)
class StepsJenkinsTest {
    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @Test
    void allElevenAndOneOfTheProjectsOwnInAScript() throws Exception {
        Origin origin = Origin.in(directory);
        origin.project()
                .change(
                        "tools:\n",
                        "tools:\n  security: {command: [sh, tools/check.sh, SECRET], format: exit}\n");
        origin.project()
                .change(
                        "phases:\n",
                        "phases:\n  security: {kind: issues, after: [architecture]}\n");
        origin.publish();

        WorkflowRun run =
                passes(
                        """
                        def tell = { name, r -> echo "${name}: ${r.state} ${r.attempt} ${r.commit} ${r.issues} ${r.cost} ${r.seal}." }
                        lockstep(milestone: 1) { node {
                          %s
                          echo "waves ${lockstepPlan(milestone: 1)}"
                          tell 'research', researchPhase()
                          tell 'planning', planningPhase()
                          tell 'implement', implementPhase(timeout: '5m')
                          tell 'architecture', architecturePhase()
                          parallel lint: { tell 'lint', lintPhase(workers: 2) },
                            typecheck: { tell 'typecheck', typecheckPhase(attempts: 2) },
                            security: { tell 'security', lockstepPhase('security') }
                          tell 'gate:lint+typecheck', phaseGate(after: ['lint', 'typecheck'])
                          tell 'test', testPhase()
                          tell 'integration', integrationPhase()
                          tell 'e2e', e2ePhase()
                          tell 'validate', validatePhase()
                          tell 'commit', commitPhase()
                          def v = lockstepVerify()
                          echo "verified ${v.build} ${v.seals}"
                        } }"""
                                .formatted(origin.checkout()));

        String log = JenkinsRule.getLog(run);
        assertThat(log)
                .contains(
                        "waves [[research], [planning], [implement], [architecture], [lint,"
                                + " typecheck, security], [test, integration], [e2e], [validate],"
                                + " [commit]]",
                        "verified " + run.getExternalizableId() + " 16")
                .containsPattern("lint: proven 1 [0-9a-f]{40} 0 0\\.02 sha256:[0-9a-f]{64}\\.");
        Archive archive = archive(run);
        assertThat(archive.sealed())
                .hasSize(15)
                .startsWith("research", "planning", "implement", "architecture")
                .endsWith("validate", "commit");
        for (String name :
                List.of(
                        "research",
                        "planning",
                        "implement",
                        "architecture",
                        "lint",
                        "typecheck",
                        "security",
                        "gate:lint+typecheck",
                        "test",
                        "integration",
                        "e2e",
                        "validate",
                        "commit")) {
            Proof proof = archive.seal(name);
            assertThat(log).contains("\n" + name + ": proven 1 " + proof.commit());
            assertThat(archive.file(proof.place() + "/result.json")).isRegularFile();
        }
        assertThat(origin.sessions()).containsExactlyInAnyOrderElementsOf(Origin.SESSIONS);
        assertThat(archive.file("m1/planning/1/plan.md")).content().contains("seal sha256:");
    }

    @Test
    void declarativeBlocksAndOptions() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        WorkflowRun run =
                passes(
                        """
                        pipeline {
                          agent any
                          options { lockstep(milestone: 1, attempts: 2) }
                          stages {
                            stage('work') { steps {
                              %s
                              script { echo "waves ${lockstepPlan()}" }
                              %s
                              lockstepPhase('typecheck')
                              phaseGate(after: ['lint', 'typecheck'])
                              lockstepVerify()
                            } }
                            stage('again') { steps {
                              lockstep(milestone: 1, timeout: '1h') { lintPhase() }
                            } }
                          }
                        }"""
                                .formatted(origin.checkout(), Origin.MEND_LINT));

        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "waves [[lint, typecheck]]",
                        "lint is proven and sealed: sha256:",
                        "typecheck is proven and sealed: sha256:",
                        "joins typecheck to lint, and proves all on the merged commit",
                        "gate:lint+typecheck is proven on the merged commit",
                        "the evidence of " + run.getExternalizableId() + " holds",
                        "lint is sealed and not run again: sha256:");
        assertThat(archive(run).sealed())
                .containsExactly("lint", "typecheck", "gate:lint+typecheck");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 typecheck src/a.txt", "1 typecheck src/b.txt");
    }

    @Test
    void theBlockFormGivesThePhasesPlaceAndResult() throws Exception {
        Origin origin = Origin.only(directory, "research", "lint");
        WorkflowRun run =
                passes(
                        """
                        lockstep(milestone: 1) { node {
                          %s
                          def r = withPhase('research') {
                            sh 'echo at $LOCKSTEP_MILESTONE $LOCKSTEP_PHASE $LOCKSTEP_ATTEMPT $LOCKSTEP_RUN'
                            sh 'echo "Milestone 1 wants a fourth file beside the other three, which no test reads yet, and every tool will look at it before anything is sealed" > "$LOCKSTEP_EVIDENCE/research.md"'
                          }
                          echo "${r.state} ${r.attempt} ${r.cost} ${r.commit} ${r.seal}"
                          r = withPhase(name: 'lint', timeout: '5m') {
                            sh 'cat "$LOCKSTEP_INPUT/seals.json"; ls "$LOCKSTEP_INPUT/research"; sed -i s/LINT// src/*.txt'
                          }
                          echo "issues ${r.issues}"
                        } }"""
                                .formatted(origin.checkout()));

        Archive archive = archive(run);
        assertThat(JenkinsRule.getLog(run))
                .contains("at 1 research 1 " + run.getExternalizableId())
                .containsPattern(
                        "proven 1 0(\\.0)? " + archive.seal("research").commit() + " sha256:")
                .containsPattern("\"research\" ?: ?\"sha256:")
                .contains("research.md", "issues 0");
        assertThat(archive.sealed()).containsExactly("research", "lint");
        assertThat(archive.file("m1/research/1/research.md")).content().contains("wants a fourth");
        assertThat(origin.sessions()).isEmpty();
    }

    @Test
    void aPhaseStandsInOneBranchOnly() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        Path go = origin.waitIn("lint");
        WorkflowRun run =
                origin.job(jenkins, "parallel a: { lintPhase() }, b: { lintPhase() }")
                        .scheduleBuild2(0)
                        .waitForStart();
        jenkins.waitForMessage("Failed in branch ", run);
        jenkins.waitForMessage("session started", run);
        Files.createFile(go);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));

        assertThat(JenkinsRule.getLog(run))
                .contains("'lint' of milestone 1 is being done by another step of this build")
                .containsOnlyOnce("lint, attempt 1, from ")
                .containsOnlyOnce("lint is proven and sealed");
        assertThat(archive(run).sealed()).containsExactly("lint");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 lint src/a.txt", "1 lint src/b.txt");
    }

    @Test
    void theNextAttemptCarriesOnFromTheFilesThatAreMended() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        origin.agentFirst(
                "[ \"$LOCKSTEP_FILE $LOCKSTEP_ATTEMPT\" = 'src/b.txt 1' ]"
                        + " && { cat > /dev/null; exit 0; }");
        origin.publish();
        WorkflowRun run =
                passes(
                        "node {\n"
                                + origin.checkout()
                                + "lintPhase(attempts: 2)\nlockstepVerify() }");

        assertThat(JenkinsRule.getLog(run))
                .contains("m1/lint#2 carries on from what attempt 1 left", "lint is proven");
        assertThat(origin.sessions()).containsExactly("1 lint src/a.txt", "1 lint src/b.txt");
        assertThat(archive(run).sealed()).containsExactly("lint");
    }

    @Test
    void theSecondAttemptOfABlockRunsOnlyWhatIsNotSealed() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        WorkflowRun run =
                passes(
                        """
                        lockstep(milestone: 1, attempts: 2) { node {
                          %s
                          lintPhase()
                          if (sh(script: 'mkdir ../once-$BUILD_TAG', returnStatus: true) == 0) { error 'only once' }
                          typecheckPhase()
                        } }"""
                                .formatted(origin.checkout()));

        assertThat(JenkinsRule.getLog(run))
                .contains(
                        "Lockstep: only once",
                        "Lockstep: attempt 2 of 2; what is sealed is not run again",
                        "Lockstep: lint is sealed and not run again: ",
                        "typecheck is proven and sealed")
                .containsOnlyOnce("lint is proven and sealed");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder(
                        "1 lint src/a.txt",
                        "1 lint src/b.txt",
                        "1 typecheck src/a.txt",
                        "1 typecheck src/b.txt");
        assertThat(archive(run).seals())
                .allSatisfy((name, proof) -> assertThat(proof.attempt()).isEqualTo(1));
    }

    @Test
    void whatAStepSaysReplacesThePlan() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        origin.project().change("  lint:\n    command", "  lint:\n    name: words\n    command");
        origin.project().change("command: [sh, \"", "command: [env, \"MODEL={model}\", sh, \"");
        origin.project().change("  output: claude", "  output: claude\n  model: small");
        origin.agentFirst("echo \"model $MODEL $LOCKSTEP_PHASE\" >> '" + origin.log() + "/models'");
        origin.publish();
        WorkflowRun run =
                jenkins.buildAndAssertSuccess(
                        origin.job(
                                jenkins,
                                "lintPhase(model: 'large', tool: 'words', workers: 1)\n"
                                        + "typecheckPhase()"));

        assertThat(Files.readAllLines(origin.log().resolve("models")))
                .containsExactly(
                        "model large lint",
                        "model large lint",
                        "model small typecheck",
                        "model small typecheck");
        assertThat(archive(run).sealed()).containsExactly("lint", "typecheck");
    }

    @Test
    void aBuildIsVerifiedByAnother() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        WorkflowRun first = jenkins.buildAndAssertSuccess(origin.job(jenkins, Origin.MEND_LINT));
        String id = first.getExternalizableId();

        WorkflowRun second =
                passes(
                        "def v = lockstepVerify(build: '"
                                + id
                                + "')\necho \"${v.build} ${v.seals} ${v.files > 1}\"");

        assertThat(JenkinsRule.getLog(second))
                .contains("the evidence of " + id + " holds: ")
                .containsPattern(id + " \\d+ true");
    }

    private WorkflowRun passes(String script) throws Exception {
        return jenkins.buildAndAssertSuccess(Blocks.job(jenkins, script));
    }

    private Archive archive(WorkflowRun run) throws Exception {
        return Archive.of(run).holds(directory.resolve("copy"));
    }
}
