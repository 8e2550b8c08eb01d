package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    @TempDir private Path directory;

    private TinyProject project;
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void project() throws Exception {
        project = TinyProject.in(directory);
    }

    @Test
    void aMilestoneIsProvenSealedAndCommitted() throws Exception {
        RunOutcome outcome = run();

        assertThat(outcome.failures()).isEmpty();
        assertThat(attempts())
                .containsExactlyInAnyOrder(
                        "research",
                        "planning",
                        "implement",
                        "architecture",
                        "lint",
                        "typecheck",
                        "test",
                        "integration",
                        "e2e",
                        "validate",
                        "commit");
        assertThat(project.git("log", "-1", "--format=%B", "main"))
                .contains("Lockstep-Run: " + outcome.run())
                .contains("Lockstep-Milestone: 1")
                .contains("Lockstep-Seal: sha256:");
        assertThat(project.git("show", "main:src/a.txt"))
                .doesNotContain("LINT")
                .doesNotContain("TYPE");
        assertThat(project.git("status", "--porcelain")).isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void everyPhaseLeavesWhatItMust() throws Exception {
        run();

        assertThat(evidence("research", "research.md")).exists();
        assertThat(evidence("planning", "plan.md")).exists();
        assertThat(evidence("implement", "changed-files.txt")).hasContent("src/d1.txt");
        assertThat(evidence("architecture", "architecture_review.md")).exists();
        assertThat(evidence("architecture", "architecture.sarif")).exists();
        for (String phase : List.of("lint", "typecheck")) {
            assertThat(evidence(phase, "before/" + phase + ".sarif")).content().contains("must go");
            assertThat(evidence(phase, phase + ".sarif")).content().doesNotContain("must go");
            assertThat(evidence(phase, "logs/before/" + phase + ".log")).isNotEmptyFile();
        }
        assertThat(evidence("test", "logs/test/test-test.xml")).content().contains("tests=\"3\"");
        assertThat(evidence("integration", "logs/before/integration-integration.xml")).exists();
        assertThat(evidence("e2e", "e2e_evidence.log")).content().contains("delta", "exit code: 0");
        assertThat(evidence("validate", "validation_report.md"))
                .content()
                .contains("validate/seals");
        assertThat(evidence("commit", "commit.json")).content().contains("provenTree");
    }

    private Path evidence(String phase, String file) {
        return Home.of(project.directory()).evidence(1, phase, 1).resolve(file);
    }

    @Test
    void whatIsSealedIsNotRunAgain() throws Exception {
        run();
        events.clear();

        assertThat(run().failures()).isEmpty();

        assertThat(attempts()).isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aFailedBranchNeitherCancelsNorHidesItsSiblingWhichIsNotRedone() throws Exception {
        String agent = Files.readString(project.agent());
        project.agentFirst("[ \"$LOCKSTEP_PHASE\" = lint ] && exit 0");
        project.change("limits:", "limits:\n  attempts: 1");

        RunOutcome failed = run();

        assertThat(failed.failures())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.phase()).isEqualTo("lint"))
                .anySatisfy(one -> assertThat(one.failure().cause()).isEqualTo(Cause.NO_PROGRESS));
        assertThat(failed.failures())
                .map(RunFailure::failure)
                .filteredOn(one -> one.cause() == Cause.NO_PROGRESS)
                .hasSize(1)
                .allSatisfy(
                        told -> {
                            assertThat(told.message()).contains("did not lessen");
                            assertThat(told.file()).startsWith("src/");
                            assertThat(told.line()).isPositive();
                            assertThat(told.issues()).isNotEmpty();
                            assertThat(told.command()).contains("LINT");
                            assertThat(told.log()).isNotEmpty();
                        });
        assertThat(failed.failures().get(0).retry())
                .isEqualTo("lockstep resume --milestone 1 --phase lint -C " + project.directory());
        assertThat(sealed()).contains("typecheck").doesNotContain("lint", "test");

        Files.writeString(project.agent(), agent);
        events.clear();
        assertThat(run().failures()).isEmpty();
        assertThat(attempts())
                .contains("lint", "test")
                .doesNotContain("typecheck", "research", "implement");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aSetupThatFailsIsACauseOfItsOwnWithItsLog() throws Exception {
        project.change("limits:", "workspace:\n  setup: echo no network; exit 3\nlimits:");

        Failure failure = run().failures().get(0).failure();

        assertThat(failure.cause()).isEqualTo(Cause.SETUP_FAILED);
        assertThat(failure.exitCode()).isEqualTo(3);
        assertThat(failure.lastLines()).contains("no network");
        assertThat(Path.of(failure.log())).content().contains("no network");
    }

    @Test
    void onAConflictTheLaterBranchIsMadeAgainOnTopOfTheEarlier() throws Exception {
        Files.writeString(
                project.directory().resolve("src/a.txt"), "alpha\none LINT and TYPE here\nend\n");
        project.git(
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@localhost",
                "commit",
                "-qam",
                "Both in one line");

        assertThat(run().failures()).isEmpty();

        assertThat(attempts().stream().filter(List.of("lint", "typecheck")::contains)).hasSize(3);
        assertThat(project.git("show", "main:src/a.txt"))
                .doesNotContain("LINT")
                .doesNotContain("TYPE");
        assertThat(verify().findings()).isEmpty();

        events.clear();
        assertThat(run().failures()).isEmpty();
        assertThat(attempts()).isEmpty();
    }

    @Test
    void threeBranchesAreJoinedByOneMergeThoughEachMendsWhatIsTheOthersFinding() throws Exception {
        threeBranches("alpha\n", "LINT\n", "TYPE\n", "SECRET\n");

        assertThat(run().failures()).isEmpty();

        assertThat(attempts().stream().filter(GROUP::contains))
                .containsExactlyInAnyOrderElementsOf(GROUP);
        assertThat(merges()).isEqualTo(1);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void ofThreeBranchesOnlyTheOneThatConflictsIsMadeAgain() throws Exception {
        threeBranches("a LINT and a SECRET\n", "alpha\n", "TYPE\n", "alpha\n");

        assertThat(run().failures()).isEmpty();

        List<String> attempts = attempts().stream().filter(GROUP::contains).toList();
        assertThat(attempts).hasSize(4).containsOnlyOnce("typecheck");
        for (String file : List.of("a", "b", "e")) {
            assertThat(project.git("show", "main:src/" + file + ".txt"))
                    .doesNotContain("LINT", "TYPE", "SECRET");
        }
        assertThat(verify().findings()).isEmpty();

        events.clear();
        assertThat(run().failures()).isEmpty();
        assertThat(attempts()).isEmpty();
    }

    private static final List<String> GROUP = List.of("lint", "typecheck", "security");

    /** One more phase beside lint and typecheck, behind one gate with them. */
    private void threeBranches(String a, String b, String c, String e) throws Exception {
        project.change(
                "tools:\n",
                "tools:\n  security: {command: [sh, tools/check.sh, SECRET], format: regex,"
                        + " pattern: '^(?<file>[^:]+):(?<line>\\d+): (?<message>.*)"
                        + " \\[(?<code>\\w+)\\]$'}\n");
        project.change(
                "phases:\n",
                "phases:\n  security: {kind: issues, after: [architecture]}\n"
                        + "  test: {after: [lint, typecheck, security]}\n"
                        + "  integration: {after: [lint, typecheck, security]}\n");
        project.agentFirst(
                "[ \"$LOCKSTEP_PHASE\" = security ] && sed -i s/SECRET// \"$LOCKSTEP_FILE\"");
        Path src = project.directory().resolve("src");
        Files.writeString(src.resolve("a.txt"), "alpha\n" + a + "end\n");
        Files.writeString(src.resolve("b.txt"), "beta\n" + b + "end\n");
        Files.writeString(src.resolve("f.txt"), c);
        Files.writeString(src.resolve("e.txt"), e);
        project.git("add", "-A");
        project.git(
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@localhost",
                "commit",
                "-qm",
                "For three branches");
    }

    private long merges() {
        return events.stream()
                .filter(event -> event.type() == Event.Type.MERGED)
                .filter(event -> event.phase().startsWith("gate:lint"))
                .count();
    }

    @Test
    void aProofThatFailsOnlyAfterTheMergeMakesTheLaterBranchAgain() throws Exception {
        // The first type check session of src/b.txt brings a lint finding in, which its own proof
        // does not see.
        project.agentFirst(
                "if [ \"$LOCKSTEP_PHASE $LOCKSTEP_FILE\" = 'typecheck src/b.txt' ] && [ ! -e '"
                        + directory
                        + "/once' ]; then touch '"
                        + directory
                        + "/once'; echo LINT >> src/b.txt; fi");
        project.change("sandbox: auto", "sandbox: off");

        RunOutcome outcome = run();

        assertThat(outcome.failures()).isEmpty();
        assertThat(events)
                .anySatisfy(
                        event -> {
                            assertThat(event.type()).isEqualTo(Event.Type.VALIDATOR_FAILED);
                            assertThat(event.phase()).isEqualTo("gate:lint+typecheck");
                            assertThat(event.message()).contains("fails on the merged commit");
                        });
        assertThat(project.git("show", "main:src/b.txt")).doesNotContain("LINT");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void changingOnePhaseRunsExactlyItAndWhatDependsOnItAgain() throws Exception {
        run();
        events.clear();
        project.change("tools/check.sh, TYPE]", "tools/check.sh, TYPE, strict]");

        assertThat(run().failures()).isEmpty();

        assertThat(attempts())
                .containsExactlyInAnyOrder(
                        "typecheck", "test", "integration", "e2e", "validate", "commit");
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aPlanChangedWhileItRunsStopsAtTheNextGate() throws Exception {
        project.change("sandbox: auto", "sandbox: off");
        project.agentFirst(
                "[ \"$LOCKSTEP_PHASE\" = implement ] && echo '# changed' >> '"
                        + project.plan()
                        + "'");

        RunOutcome outcome = run();

        assertThat(outcome.failures())
                .extracting(one -> one.failure().cause())
                .contains(Cause.PLAN_CHANGED);
        assertThat(sealed()).containsExactly("research", "planning");
    }

    @Test
    void theLimitThatStruckIsNamedAndNothingIsLeftBehind() throws Exception {
        project.change("session: 1m", "session: 1s");
        project.change("limits:", "limits:\n  attempts: 1");
        // No other test's on this machine.
        String sleep = "sleep 9" + System.nanoTime();
        project.agentFirst(
                "[ \"$LOCKSTEP_PHASE\" = implement ] && { setsid " + sleep + " & " + sleep + "; }");

        RunOutcome outcome = run();

        assertThat(outcome.failures()).hasSize(1);
        assertThat(outcome.failures().get(0).failure().cause()).isEqualTo(Cause.TIME_LIMIT);
        assertThat(outcome.failures().get(0).failure().message()).contains("session (1s)");
        assertThat(
                        Home.of(project.directory())
                                .failed(1, "implement", 1)
                                .resolve(outcome.failures().get(0).failure().log()))
                .isRegularFile();
        assertThat(
                        ProcessHandle.allProcesses()
                                .map(process -> process.info().commandLine().orElse(""))
                                .filter(line -> line.contains(sleep)))
                .isEmpty();
    }

    @Test
    void evidenceChangedAfterSealingIsFoundByVerifyAndByTheNextRun() throws Exception {
        project.change("limits:", "limits:\n  attempts: 1");
        run();
        Path file = Home.of(project.directory()).evidence(1, "planning", 1).resolve("plan.md");
        file.toFile().setWritable(true);
        Files.writeString(file, Files.readString(file) + "and more");

        assertThat(verify().findings().get(0).toString())
                .contains("m1/planning/1")
                .contains("plan.md");
        RunOutcome again = run();
        assertThat(again.failures())
                .anySatisfy(
                        one -> assertThat(one.failure().cause()).isEqualTo(Cause.EVIDENCE_BROKEN));
        assertThat(again.failures().get(0).failure().message()).contains("plan.md");
    }

    @Test
    void twoMilestonesAreCommittedOneAfterTheOther() throws Exception {
        Files.writeString(
                project.plan(),
                Files.readString(project.plan())
                        + "  - number: 2\n    name: A fifth file\n    description: More.\n    criteria: [\"src/d2.txt\"]\n");

        assertThat(run().failures()).isEmpty();

        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly(
                        "Milestone 2: A fifth file", "Milestone 1: A fourth file", "Begin");
        events.clear();
        assertThat(run().failures()).isEmpty();
        assertThat(attempts()).isEmpty();
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aPhaseAloneIsRunUpToOfTheOnlyMilestone() throws Exception {
        RunOutcome outcome =
                Run.execute(
                        new RunOptions(project.directory(), project.plan(), 0, "planning"),
                        List.of(this::take));

        assertThat(outcome.failures()).isEmpty();
        assertThat(sealed()).containsExactly("research", "planning");
    }

    private List<String> sealed() {
        return events.stream()
                .filter(event -> event.type() == Event.Type.SEALED)
                .map(Event::phase)
                .toList();
    }

    private RunOutcome run() throws Exception {
        return Run.execute(
                new RunOptions(project.directory(), project.plan(), 0, ""), List.of(this::take));
    }

    private void take(Event event) {
        synchronized (events) {
            events.add(event);
        }
    }

    private List<String> attempts() {
        return events.stream()
                .filter(event -> event.type() == Event.Type.ATTEMPT_STARTED)
                .map(Event::phase)
                .toList();
    }

    private Verification verify() throws Exception {
        Home home = Home.of(project.directory());
        return Verifying.verify(home);
    }
}
