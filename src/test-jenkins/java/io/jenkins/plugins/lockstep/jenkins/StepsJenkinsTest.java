package io.jenkins.plugins.lockstep.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What each step does, in scripted and in Declarative form, on a real Jenkins' own node. */
@WithJenkins
class StepsJenkinsTest {
    private static final String MEND = "sed -i s/LINT// src/*.txt";

    private static JenkinsRule jenkins;

    @TempDir private Path directory;

    @BeforeAll
    static void start(JenkinsRule rule) {
        jenkins = rule;
    }

    @AfterAll
    static void stop() throws Exception {
        jenkins.after();
    }

    @Test
    void allElevenAndOneOfTheProjectsOwnInAScript() throws Exception {
        Origin origin = Origin.in(directory);
        origin.project()
                .change(
                        "tools:\n",
                        "tools:\n"
                                + "  security: {command: [sh, tools/check.sh, SECRET], format:"
                                + " exit}\n");
        origin.project()
                .change(
                        "phases:\n",
                        "phases:\n  security: {kind: issues, after: [architecture]}\n");
        origin.publish();
        WorkflowJob job =
                scripted(
                        "def tell = { name, r -> echo \"${name}: ${r.state} ${r.attempt}"
                                + " ${r.commit} ${r.issues} ${r.cost} ${r.seal}.\" }\n"
                                + "lockstep(milestone: 1) { node {\n"
                                + origin.checkout()
                                + "echo \"waves ${lockstepPlan(milestone: 1)}\"\n"
                                + "tell 'research', researchPhase()\n"
                                + "tell 'planning', planningPhase()\n"
                                + "tell 'implement', implementPhase(timeout: '5m')\n"
                                + "tell 'architecture', architecturePhase()\n"
                                + "parallel lint: { tell 'lint', lintPhase(workers: 2) },\n"
                                + "  typecheck: { tell 'typecheck', typecheckPhase(attempts: 2)"
                                + " },\n"
                                + "  security: { tell 'security', lockstepPhase('security') }\n"
                                + "tell 'gate:lint+typecheck', phaseGate(after: ['lint',"
                                + " 'typecheck'])\n"
                                + "tell 'test', testPhase()\n"
                                + "tell 'integration', integrationPhase()\n"
                                + "tell 'e2e', e2ePhase()\n"
                                + "tell 'validate', validatePhase()\n"
                                + "tell 'commit', commitPhase()\n"
                                + "def v = lockstepVerify()\n"
                                + "echo \"verified ${v.build} ${v.seals}\"\n"
                                + "} }");

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        String log = JenkinsRule.getLog(run);
        assertThat(log)
                .contains(
                        "waves [[research], [planning], [implement], [architecture], [lint,"
                                + " typecheck, security], [test, integration], [e2e], [validate],"
                                + " [commit]]");
        Archive archive = Archive.of(run).holds(directory.resolve("copy"));
        assertThat(archive.sealed())
                .hasSize(15)
                .startsWith("research", "planning", "implement", "architecture")
                .contains("lint", "typecheck", "security", "gate:lint+typecheck", "test", "e2e")
                .endsWith("validate", "commit");
        for (String name : archive.sealed()) {
            Proof proof = archive.seal(name);
            if (log.contains("\n" + name + ": ")) {
                assertThat(log)
                        .containsPattern(
                                "\\Q" + name + "\\E: (proven|sealed before) 1 " + proof.commit());
            }
            assertThat(archive.file(proof.place() + "/result.json")).isRegularFile();
        }
        assertThat(log)
                .containsPattern("lint: proven 1 [0-9a-f]{40} 0 0\\.02 sha256:[0-9a-f]{64}\\.");
        assertThat(log).contains("verified " + run.getExternalizableId() + " 16");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder(
                        "1 research",
                        "1 planning",
                        "1 implement",
                        "1 lint src/a.txt",
                        "1 lint src/b.txt",
                        "1 typecheck src/a.txt",
                        "1 typecheck src/b.txt",
                        "1 test");
        assertThat(archive.file("m1/planning/1/plan.md")).content().contains("seal sha256:");
    }

    @Test
    void declarativeBlocksAndOptions() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        WorkflowJob job =
                scripted(
                        "pipeline {\n agent any\n options { lockstep(milestone: 1, attempts: 2) }\n"
                                + " stages {\n"
                                + "  stage('work') { steps {\n"
                                + origin.checkout()
                                + "   script { echo \"waves ${lockstepPlan()}\" }\n"
                                + "   withPhase('lint') { sh '"
                                + MEND
                                + "' }\n"
                                + "   lockstepPhase('typecheck')\n"
                                + "   phaseGate(after: ['lint', 'typecheck'])\n"
                                + "   lockstepVerify()\n"
                                + "  } }\n"
                                + "  stage('again') { steps {\n"
                                + "   lockstep(milestone: 1, timeout: '1h') { lintPhase() }\n"
                                + "  } }\n"
                                + " }\n"
                                + "}");

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(JenkinsRule.getLog(run))
                .contains("waves [[lint, typecheck]]")
                .contains("lint is proven and sealed: sha256:")
                .contains("typecheck is proven and sealed: sha256:")
                .contains("joins typecheck to lint, and proves all on the merged commit")
                .contains("gate:lint+typecheck is proven on the merged commit")
                .contains("the evidence of " + run.getExternalizableId() + " holds")
                .contains("lint is sealed and not run again: sha256:");
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                .containsExactly("lint", "typecheck", "gate:lint+typecheck");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 typecheck src/a.txt", "1 typecheck src/b.txt");
    }

    @Test
    void theBlockFormGivesThePhasesPlaceAndResult() throws Exception {
        Origin origin = Origin.only(directory, "research", "lint");
        WorkflowJob job =
                scripted(
                        "lockstep(milestone: 1) { node {\n"
                                + origin.checkout()
                                + "def r = withPhase('research') {\n"
                                + " sh 'echo at $LOCKSTEP_MILESTONE $LOCKSTEP_PHASE"
                                + " $LOCKSTEP_ATTEMPT $LOCKSTEP_RUN'\n"
                                + " sh 'echo \"Milestone 1 wants a fourth file beside the other"
                                + " three, which no test reads yet, and every tool will look at it"
                                + " before anything is sealed\" > \"$LOCKSTEP_EVIDENCE/research.md\"'\n"
                                + "}\n"
                                + "echo \"${r.state} ${r.attempt} ${r.cost} ${r.commit}"
                                + " ${r.seal}\"\n"
                                + "r = withPhase(name: 'lint', timeout: '5m') { sh 'cat"
                                + " \"$LOCKSTEP_INPUT/seals.json\"; ls \"$LOCKSTEP_INPUT/research\"; "
                                + MEND
                                + "' }\n"
                                + "echo \"issues ${r.issues}\"\n} }");

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        Archive archive = Archive.of(run).holds(directory.resolve("copy"));
        assertThat(JenkinsRule.getLog(run))
                .contains("at 1 research 1 " + run.getExternalizableId())
                .containsPattern(
                        "proven 1 0(\\.0)? " + archive.seal("research").commit() + " sha256:")
                .containsPattern("\"research\" ?: ?\"sha256:")
                .contains("research.md")
                .contains("issues 0");
        assertThat(archive.sealed()).containsExactly("research", "lint");
        assertThat(archive.file("m1/research/1/research.md")).content().contains("wants a fourth");
        assertThat(origin.sessions()).isEmpty();
    }

    @Test
    void aBodyThatProvesNothingSealsNothing() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        WorkflowJob job =
                scripted(
                        "node {\n"
                                + origin.checkout()
                                + "withPhase('lint') { echo 'all done' }\n}");

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(JenkinsRule.getLog(run))
                .contains("lint, attempt 1, is not proven:")
                .contains("src/a.txt:1")
                .contains("LINT must go")
                .contains("Lockstep: lint is not proven");
        Archive archive = Archive.of(run).holds(directory.resolve("copy"));
        assertThat(archive.sealed()).isEmpty();
        assertThat(archive.file("failed/m1/lint/1/failure.json"))
                .content()
                .contains("src/a.txt", "LINT must go");
    }

    @Test
    void aBodyThatFailsIsNoWorkOfThePhase() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        WorkflowJob job =
                scripted(
                        "node {\n"
                                + origin.checkout()
                                + "withPhase('lint') { sh '"
                                + MEND
                                + "'; error 'the body gives up' }\n}");

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("ERROR: the body gives up", run);
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed()).isEmpty();
    }

    @Test
    void anAgentThatClaimsSuccessIsNotBelieved() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        origin.agentFirst(
                "echo '{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false}'; exit 0");
        WorkflowJob job = scripted("node {\n" + origin.checkout() + "lintPhase(attempts: 2)\n}");

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        assertThat(JenkinsRule.getLog(run))
                .contains("lint, attempt 1, from ")
                .contains("lint, attempt 2, from ")
                .doesNotContain("lint, attempt 3")
                .contains("src/a.txt:1")
                .contains("ERROR: Lockstep: lint is not proven");
        Archive archive = Archive.of(run).holds(directory.resolve("copy"));
        assertThat(archive.sealed()).isEmpty();
        assertThat(archive.file("failed/m1/lint/1/failure.json")).isRegularFile();
        assertThat(archive.file("failed/m1/lint/2/failure.json")).isRegularFile();
        assertThat(archive.file("failed/m1/lint/2/logs")).isNotEmptyDirectory();
    }

    @Test
    void wrongOrderNamesWhatIsMissing() throws Exception {
        Origin origin = Origin.in(directory);
        WorkflowRun run =
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        scripted("node {\n" + origin.checkout() + "lintPhase()\n}"));

        jenkins.assertLogContains("lint can't begin", run);
        jenkins.assertLogContains("research, planning, implement, architecture", run);
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed()).isEmpty();
        assertThat(origin.sessions()).isEmpty();
    }

    @Test
    void aBlocksBodyIsNotRunBeforeItsTurn() throws Exception {
        Origin origin = Origin.only(directory, "lint", "test");
        WorkflowRun run =
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        scripted(
                                "node {\n"
                                        + origin.checkout()
                                        + "withPhase('test') { echo 'in the body' }\n}"));

        jenkins.assertLogContains("test can't begin", run);
        jenkins.assertLogNotContains("in the body", run);
    }

    @Test
    void aGateNamesWhatIsNotProven() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck", "test");
        WorkflowRun run =
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        scripted(
                                "node {\n"
                                        + origin.checkout()
                                        + "withPhase('lint') { sh '"
                                        + MEND
                                        + "' }\nphaseGate(after: ['lint', 'typecheck'])\n}"));

        assertThat(JenkinsRule.getLog(run))
                .contains("the gate after lint, typecheck stays closed")
                .containsPattern("for the same content: typecheck\\R");
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                .containsExactly("lint");
    }

    @Test
    void aPlanChangedInMidRunStopsTheNextStep() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        for (String step :
                List.of(
                        "typecheckPhase()",
                        "withPhase('typecheck') { echo 'in the body' }",
                        "phaseGate(after: ['lint'])",
                        "lockstepPlan()")) {
            WorkflowRun run =
                    jenkins.buildAndAssertStatus(
                            Result.FAILURE,
                            scripted(
                                    "node {\n"
                                            + origin.checkout()
                                            + "withPhase('lint') { sh '"
                                            + MEND
                                            + "' }\nsh 'echo \"# another\" >> lockstep.yaml'\n"
                                            + step
                                            + "\n}"));

            assertThat(JenkinsRule.getLog(run))
                    .contains(
                            "the plan 'lockstep.yaml' in this workspace is not the one that the run"
                                    + " was started with (sha256:")
                    .doesNotContain("in the body");
            assertThat(Archive.of(run).holds(directory.resolve("copy-" + step)).sealed())
                    .containsExactly("lint");
        }
        assertThat(origin.sessions()).isEmpty();
    }

    @Test
    void aPhaseStandsInOneBranchOnly() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        Path go = origin.waitIn("lint");
        WorkflowJob job =
                scripted(
                        "node {\n"
                                + origin.checkout()
                                + "parallel a: { lintPhase() }, b: { lintPhase() }\n}");

        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("Failed in branch ", run);
        jenkins.waitForMessage("session started", run);
        Files.createFile(go);
        jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));

        assertThat(JenkinsRule.getLog(run))
                .contains("'lint' of milestone 1 is being done by another step of this build")
                .containsOnlyOnce("lint, attempt 1, from ")
                .containsOnlyOnce("lint is proven and sealed");
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                .containsExactly("lint");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder("1 lint src/a.txt", "1 lint src/b.txt");
    }

    @Test
    void theSecondAttemptOfABlockRunsOnlyWhatIsNotSealed() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        WorkflowJob job =
                scripted(
                        "lockstep(milestone: 1, attempts: 2) { node {\n"
                                + origin.checkout()
                                + "lintPhase()\n"
                                + "if (sh(script: 'mkdir ../once-$BUILD_TAG', returnStatus: true)"
                                + " == 0) { error 'only once' }\n"
                                + "typecheckPhase()\n"
                                + "} }");

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(JenkinsRule.getLog(run))
                .contains("Lockstep: only once")
                .contains("Lockstep: attempt 2 of 2; what is sealed is not run again")
                .containsOnlyOnce("lint is proven and sealed")
                .contains("Lockstep: lint is sealed and not run again: ")
                .contains("typecheck is proven and sealed");
        assertThat(origin.sessions())
                .containsExactlyInAnyOrder(
                        "1 lint src/a.txt",
                        "1 lint src/b.txt",
                        "1 typecheck src/a.txt",
                        "1 typecheck src/b.txt");
        assertThat(Archive.of(run).holds(directory.resolve("copy")).seals())
                .allSatisfy((name, proof) -> assertThat(proof.attempt()).isEqualTo(1));
    }

    @Test
    void aBlocksTimeLimitEndsWhatIsInside() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        origin.waitIn("lint");
        WorkflowRun run =
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        scripted(
                                "lockstep(milestone: 1, timeout: '8s', attempts: 5) { node {\n"
                                        + origin.checkout()
                                        + "lintPhase()\n} }"));

        assertThat(JenkinsRule.getLog(run)).contains("lockstep block");
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed()).isEmpty();
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
                        scripted(
                                "node {\n"
                                        + origin.checkout()
                                        + "lintPhase(model: 'large', tool: 'words', workers: 1)\n"
                                        + "typecheckPhase()\n}"));

        assertThat(Files.readAllLines(origin.log().resolve("models")))
                .containsExactly(
                        "model large lint",
                        "model large lint",
                        "model small typecheck",
                        "model small typecheck");
        assertThat(Archive.of(run).holds(directory.resolve("copy")).sealed())
                .containsExactly("lint", "typecheck");
    }

    @Test
    void whatCannotBeSaysWhereAndWhatToDo() throws Exception {
        Origin origin = Origin.only(directory, "lint", "test");
        Map<String, String> wrong =
                Map.of(
                        "lintPhase(tool: 'nosuch')",
                        "phase 'lint' has no tool 'nosuch'; it has lint",
                        "lintPhase(timeout: 'soon')",
                        "soon",
                        "researchPhase()",
                        "the plan has no phase 'research' that is on; it has lint, test",
                        "lockstepPhase('nosuch')",
                        "nosuch",
                        "lockstep(milestone: 7) { lintPhase() }",
                        "the plan has no milestone 7",
                        "lockstep(milestone: 1, plan: 'other.yaml') { lintPhase() }",
                        "no plan 'other.yaml' in the workspace",
                        "lockstep(milestone: 1, plan: '../x.yaml') { lintPhase() }",
                        "the plan '../x.yaml' is outside of the workspace",
                        "phaseGate(after: [])",
                        "a gate needs at least one phase",
                        "lintPhase(credentialsId: 'none', credentialsVariable: 'KEY')",
                        "there is no secret text 'none' that this job may use");
        List<String> said = new ArrayList<>();
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            WorkflowRun run =
                    jenkins.buildAndAssertStatus(
                            Result.FAILURE,
                            scripted("node {\n" + origin.checkout() + one.getKey() + "\n}"));
            String log = JenkinsRule.getLog(run);
            assertThat(log).as(one.getKey()).contains(one.getValue());
            log.lines()
                    .filter(line -> line.contains("Exception") || line.contains("\tat "))
                    .map(line -> one.getKey() + ": " + line)
                    .forEach(said::add);
        }
        assertThat(said).as("no stack traces for a person's mistakes").isEmpty();
        assertThat(origin.sessions()).isEmpty();
    }

    @Test
    void aBuildIsVerifiedByAnother() throws Exception {
        Origin origin = Origin.only(directory, "lint");
        WorkflowRun first =
                jenkins.buildAndAssertSuccess(
                        scripted(
                                "node {\n"
                                        + origin.checkout()
                                        + "withPhase('lint') { sh '"
                                        + MEND
                                        + "' }\n}"));

        WorkflowRun second =
                jenkins.buildAndAssertSuccess(
                        scripted(
                                "def v = lockstepVerify(build: '"
                                        + first.getExternalizableId()
                                        + "')\necho \"${v.build} ${v.seals} ${v.files > 1}\""));
        assertThat(JenkinsRule.getLog(second))
                .contains("the evidence of " + first.getExternalizableId() + " holds: ")
                .containsPattern(first.getExternalizableId() + " \\d+ true");
        WorkflowRun third =
                jenkins.buildAndAssertStatus(
                        Result.FAILURE, scripted("lockstepVerify(build: 'nosuch#1')"));
        jenkins.assertLogContains("there is no build 'nosuch#1', of the form folder/job#12", third);
        WorkflowRun fourth =
                jenkins.buildAndAssertStatus(Result.FAILURE, scripted("lockstepVerify()"));
        jenkins.assertLogContains("has no evidence", fourth);
    }

    @Test
    void whatFailedIsOnThePage() throws Exception {
        Origin origin = Origin.only(directory, "lint", "typecheck");
        WorkflowRun run =
                jenkins.buildAndAssertStatus(
                        Result.FAILURE,
                        scripted(
                                "node {\n"
                                        + origin.checkout()
                                        + "withPhase('lint') { sh '"
                                        + MEND
                                        + "' }\nwithPhase('typecheck') { echo 'nothing' }\n}"));

        try (JenkinsRule.WebClient web = jenkins.createWebClient()) {
            String page = web.getPage(run, "lockstep/").asNormalizedText();
            assertThat(page)
                    .contains("Evidence")
                    .contains("lint")
                    .contains("proven")
                    .contains("typecheck")
                    .contains("failed");
            assertThat(web.getPage(run).asNormalizedText()).contains("Evidence");
        }
        assertThat(
                        Stream.of("ledger.jsonl", "head.json", "plan.yaml", "events.jsonl")
                                .filter(name -> !Files.exists(Archive.of(run).file(name))))
                .isEmpty();
    }

    private WorkflowJob scripted(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }
}
