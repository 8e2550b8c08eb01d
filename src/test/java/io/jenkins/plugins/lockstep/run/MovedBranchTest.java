package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.process.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The target branch goes on while a milestone is under way: what agents did is not paid again. */
class MovedBranchTest {
    @TempDir private Path directory;

    private TinyRuns runs;
    private TinyProject project;

    @BeforeEach
    void project() throws Exception {
        runs = TinyRuns.in(directory);
        project = runs.project();
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(project.directory().resolve(file), text);
    }

    private String onMain(String file) throws Exception {
        return project.git("show", "main:" + file);
    }

    /** Proves all but the program at the end, which fails. */
    private void allButTheEnd() throws Exception {
        project.change("contains: [gamma, delta]", "contains: [omega]");
        project.change("limits:\n", "limits:\n  attempts: 1\n");
        assertThat(runs.run().failures()).extracting(RunFailure::phase).containsExactly("e2e");
        project.change("contains: [omega]", "contains: [gamma, delta]");
    }

    @Test
    void aCommitBetweenTwoRunsCostsNoSession() throws Exception {
        allButTheEnd();
        write("notes.txt", "of the user\n");
        runs.commit("Notes");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).isEmpty();
        assertThat(runs.sealed()).contains("research", "planning", "implement", "lint", "test");
        assertThat(onMain("notes.txt")).isEqualTo("of the user");
        assertThat(onMain("src/d1.txt")).isEqualTo("milestone 1");
        assertThat(runs.verify().findings()).isEmpty();

        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.attempts()).isEmpty();
    }

    @Test
    void workThatTheBranchContradictsIsDoneAgainAndNoOther() throws Exception {
        allButTheEnd();
        write("src/a.txt", "alpha\nanother LINT line\n");
        runs.commit("Another line");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).containsExactly("lint");
        assertThat(onMain("src/a.txt")).contains("another").doesNotContain("LINT");
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aBranchThatWasMadeOnTopOfAnotherCostsNothingAgain() throws Exception {
        write("src/a.txt", "alpha\none LINT and TYPE here\nend\n");
        runs.commit("Both in one line");
        allButTheEnd();
        write("notes.txt", "of the user\n");
        runs.commit("Notes");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).isEmpty();
        assertThat(onMain("src/a.txt")).doesNotContain("LINT").doesNotContain("TYPE");
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void askedAnewAgentsDoAllAgain() throws Exception {
        allButTheEnd();
        write("notes.txt", "of the user\n");
        runs.commit("Notes");

        RunOptions anew = new RunOptions(project.directory(), project.plan(), 0, "", true);
        assertThat(runs.run(anew).failures()).isEmpty();

        assertThat(runs.sessions()).contains("research", "planning", "implement", "lint");
    }

    @Test
    void anotherTaskIsNotAnsweredWithTheOldWork() throws Exception {
        allButTheEnd();
        project.change("description: The project gets", "description: The project soon gets");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).contains("research", "planning", "implement");
    }

    @Test
    void anotherPlanIsImplementedAnew() throws Exception {
        allButTheEnd();
        project.change("phases:\n", "phases:\n  planning: {instructions: Think twice.}\n");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).containsExactly("planning", "implement");
    }

    /** Only what it changed is done again; and nothing, when it is as it was. */
    @Test
    void aPlanThatChangedBesideTheCommitIsToldFromThePlanOfEachSeal() throws Exception {
        String other = "  lint: {instructions: Keep lines short.}\n";
        allButTheEnd();
        project.change("contains: [gamma, delta]", "contains: [omega]");
        project.change("phases:\n", "phases:\n" + other);
        write("notes.txt", "of the user\n");
        runs.commit("Notes");

        assertThat(runs.run().failures()).extracting(RunFailure::phase).containsExactly("e2e");

        assertThat(runs.sessions()).containsExactly("lint", "lint", "e2e");
        assertThat(runs.sealed()).contains("research", "planning", "implement", "lint", "test");

        project.change("contains: [omega]", "contains: [gamma, delta]");
        project.change(other, "");
        write("notes.txt", "more of the user\n");
        runs.commit("More notes");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).isEmpty();
        assertThat(onMain("notes.txt")).isEqualTo("more of the user");
        assertThat(onMain("src/a.txt")).doesNotContain("LINT");
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aCommitDuringTheRunIsMergedAndProvenAtItsEnd() throws Exception {
        assumeThat(Sandboxes.detect().kind()).isEqualTo("bubblewrap");
        runs.during(
                "e2e",
                () -> {
                    write("notes.txt", "of the user\n");
                    runs.commit("Notes");
                });

        assertThat(runs.run().failures()).isEmpty();

        assertThat(onMain("notes.txt")).isEqualTo("of the user");
        assertThat(onMain("src/c.txt")).contains("delta");
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Notes", "Begin");
        Path evidence = Home.of(project.directory()).evidence(1, "commit", 1);
        assertThat(evidence.resolve("commit.json"))
                .content()
                .contains("\"provenAgain\" : true", "Lockstep-Seal\" : \"sha256:");
        assertThat(evidence.resolve("held/lint/lint.sarif")).exists();
        assertThat(runs.verify().findings()).isEmpty();
        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.attempts()).isEmpty();
    }

    @Test
    void aCommitDuringTheRunThatBreaksAProofIsToldAndMendedByTheNextRun() throws Exception {
        assumeThat(Sandboxes.detect().kind()).isEqualTo("bubblewrap");
        runs.during(
                "e2e",
                () -> {
                    write("src/e.txt", "a LINT line\n");
                    runs.commit("Not linted");
                });

        Failure failure = runs.run().failures().get(0).failure();
        assertThat(failure.validator()).isEqualTo("lint/lint");
        assertThat(failure.message()).contains("fails on the merged commit");

        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.sessions()).containsExactly("lint");
        assertThat(onMain("src/e.txt")).doesNotContain("LINT");
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aBranchThatWasRewrittenIsNotWrittenOver() throws Exception {
        runs.during(
                "e2e",
                () ->
                        project.git(
                                "-c",
                                "user.name=u",
                                "-c",
                                "user.email=u@localhost",
                                "commit",
                                "-q",
                                "--amend",
                                "-m",
                                "Began"));

        Failure failure = runs.run().failures().get(0).failure();
        assertThat(failure.cause()).isEqualTo(Cause.TARGET_MOVED);

        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.sessions()).isEmpty();
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Began");
    }

    @Test
    void filesOfTheUserThatAreNotCommittedAreACauseOfTheirOwn() throws Exception {
        write("src/a.txt", "alpha\nnot committed\n");

        Failure failure = runs.run().failures().get(0).failure();

        assertThat(failure.cause()).isEqualTo(Cause.TARGET_DIRTY);
        assertThat(failure.message()).contains("src/a.txt");
        assertThat(Files.readString(project.directory().resolve("src/a.txt")))
                .contains("not committed");
        project.git("checkout", "src/a.txt");
        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.attempts()).containsExactly("commit");
    }

    @Test
    void aStricterToolReachesAMilestoneBelowOthers() throws Exception {
        Files.writeString(
                project.plan(),
                Files.readString(project.plan())
                        + "  - number: 2\n    name: A fifth file\n    criteria: [\"src/d2.txt\"]\n");
        assertThat(runs.run().failures()).isEmpty();
        project.change("tools/check.sh, KNOT]", "tools/check.sh, milestone]");
        project.change("phases:\n", "phases:\n  architecture: {attempts: 1}\n");
        project.agentFirst(
                "[ \"$LOCKSTEP_PHASE\" = architecture ] && sed -i s/milestone/stone/ src/d*");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(onMain("src/d1.txt")).isEqualTo("stone 1");
        assertThat(onMain("src/d2.txt")).isEqualTo("stone 2");
        assertThat(runs.sessions()).containsOnly("architecture");
        assertThat(runs.verify().findings()).isEmpty();
        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.attempts()).isEmpty();
    }
}
