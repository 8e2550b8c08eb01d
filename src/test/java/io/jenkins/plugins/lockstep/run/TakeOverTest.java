package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.process.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may not be taken over, and what is told and done then. */
class TakeOverTest {
    @TempDir private Path directory;

    private TinyRuns runs;
    private TinyProject project;
    private Home home;

    @BeforeEach
    void project() throws Exception {
        runs = TinyRuns.in(directory);
        project = runs.project();
        home = Home.of(project.directory());
    }

    private void write(String file, String text) throws Exception {
        Files.writeString(project.directory().resolve(file), text);
    }

    private void userCommits(String file, String text) throws Exception {
        write(file, text);
        runs.commit("Of the user");
    }

    private String onMain(String file) throws Exception {
        return project.git("show", "main:" + file);
    }

    private void allButTheEnd() throws Exception {
        project.change("contains: [gamma, delta]", "contains: [omega]");
        project.change("limits:\n", "limits:\n  attempts: 1\n");
        assertThat(runs.run().failures()).extracting(RunFailure::phase).containsExactly("e2e");
        project.change("contains: [omega]", "contains: [gamma, delta]");
    }

    /** Changes sealed evidence, as somebody would who may write all there. */
    private void tamper(String phase, String file) throws Exception {
        Path evidence = home.evidence(1, phase, 1).resolve(file);
        assertThat(evidence.toFile().setWritable(true)).isTrue();
        Files.writeString(evidence, Files.readString(evidence) + " ");
    }

    private void assertRefused(String phase, String file) throws Exception {
        int sealed = LedgerReader.read(home.directory()).size();

        Failure failure = runs.run().failures().get(0).failure();

        assertThat(failure.cause()).isEqualTo(Cause.EVIDENCE_BROKEN);
        assertThat(failure.message()).contains("m1/" + phase + "/1", file, "not what was sealed");
        assertThat(runs.sessions()).isEmpty();
        assertThat(runs.sealed()).doesNotContain(phase);
        assertThat(LedgerReader.read(home.directory()).size()).isGreaterThan(sealed);
    }

    @Test
    void aTextThatIsNotWhatWasSealedIsNotTakenOver() throws Exception {
        allButTheEnd();
        userCommits("notes.txt", "of the user\n");
        tamper("research", "research.md");

        assertRefused("research", "research.md");
    }

    @Test
    void aChangeWhoseEvidenceIsNotWhatWasSealedIsNotTakenOver() throws Exception {
        allButTheEnd();
        userCommits("notes.txt", "of the user\n");
        tamper("implement", "result.json");

        assertRefused("implement", "result.json");
        assertThat(runs.sealed()).containsExactly("research", "planning");
    }

    @Test
    void whatIsTakenOverIsNamedBesideWhatTheSealStandsOn() throws Exception {
        allButTheEnd();
        userCommits("notes.txt", "of the user\n");
        assertThat(runs.run().failures()).isEmpty();

        List<Proof> planning = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : LedgerReader.read(home.directory())) {
            Proof proof = Proof.of(entry.statement());
            if (proof != null && proof.phase().equals("planning")) {
                planning.add(proof);
                entries.add(entry);
            }
        }

        assertThat(planning).hasSize(2);
        assertThat(planning.get(1).contentKey()).isNotEqualTo(planning.get(0).contentKey());
        assertThat(planning.get(1).materials())
                .extracting(Material::name)
                .containsExactly("m1/research", "m1/planning");
        assertThat(planning.get(1).materials().get(1).digest()).isEqualTo(entries.get(0).digest());
    }

    @Test
    void aPlanThatCitesResearchTakenOverIsTakenOverToo() throws Exception {
        assertThat(runs.run("research").failures()).isEmpty();
        userCommits("notes.txt", "one\n");
        allButTheEnd();
        userCommits("notes.txt", "two\n");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).isEmpty();
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aConflictIsToldWithItsFilesAndTheAgentWorksAgain() throws Exception {
        allButTheEnd();
        userCommits("src/d1.txt", "of the user\n");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).containsExactly("implement");
        assertThat(runs.notes())
                .anyMatch(
                        note ->
                                note.startsWith("what attempt 1 left")
                                        && note.endsWith("meanwhile: src/d1.txt"));
        assertThat(onMain("src/d1.txt")).isEqualTo("milestone 1");
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aConflictAtTheEndNamesItsFilesAndTheNextRunMendsIt() throws Exception {
        assumeThat(Sandboxes.detect().kind()).isEqualTo("bubblewrap");
        runs.during("e2e", () -> userCommits("src/c.txt", "gamma\nplain\nend\nof the user\n"));

        Failure failure = runs.run().failures().get(0).failure();

        assertThat(failure.cause()).isEqualTo(Cause.TARGET_MOVED);
        assertThat(failure.message()).contains("src/c.txt", "Run again");
        assertThat(onMain("src/c.txt")).endsWith("of the user").doesNotContain("delta");
        assertThat(project.git("status", "--porcelain")).isEmpty();

        assertThat(runs.run().failures()).isEmpty();
        assertThat(runs.sessions()).containsExactly("test");
        assertThat(onMain("src/c.txt")).contains("of the user", "delta");
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aBranchThatGoesOnWhileTheMergeIsProvenIsMergedAgain() throws Exception {
        assumeThat(Sandboxes.detect().kind()).isEqualTo("bubblewrap");
        runs.during("e2e", () -> userCommits("notes.txt", "one\n"));
        runs.at(
                event -> event.type() == Event.Type.MERGED && event.phase().equals("commit"),
                () -> userCommits("notes.txt", "two\n"));

        assertThat(runs.run().failures()).isEmpty();

        assertThat(onMain("notes.txt")).isEqualTo("two");
        assertThat(onMain("src/d1.txt")).isEqualTo("milestone 1");
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly(
                        "Milestone 1: A fourth file", "Of the user", "Of the user", "Begin");
        assertThat(runs.events())
                .filteredOn(event -> event.type() == Event.Type.MERGED)
                .filteredOn(event -> event.phase().equals("commit"))
                .hasSize(2);
        assertThat(project.git("status", "--porcelain")).isEmpty();
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aRunThatEndsBetweenTheLandingOfAMergeAndItsSealIsGoneOnWith() throws Exception {
        assumeThat(Sandboxes.detect().kind()).isEqualTo("bubblewrap");
        Path incoming = home.directory().resolve("incoming");
        runs.during("e2e", () -> userCommits("notes.txt", "one\n"));
        runs.at(
                event -> event.type() == Event.Type.MERGED && event.phase().equals("commit"),
                () -> {
                    AtomicFiles.deleteTree(incoming);
                    Files.createFile(incoming);
                });
        assertThat(runs.run().failures()).extracting(RunFailure::phase).containsExactly("commit");
        String landed = project.git("rev-parse", "main");
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Of the user", "Begin");
        Files.delete(incoming);

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.attempts()).containsExactly("commit");
        assertThat(project.git("rev-parse", "main")).isEqualTo(landed);
        assertThat(project.git("status", "--porcelain")).isEmpty();
        assertThat(runs.events())
                .filteredOn(event -> event.type() == Event.Type.SEALED)
                .singleElement()
                .satisfies(event -> assertThat(event.data()).containsEntry("commit", landed));
        assertThat(runs.verify().findings()).isEmpty();
    }

    @Test
    void aMilestoneThatIsDescribedAnewIsDoneAgainBelowLaterOnes() throws Exception {
        Files.writeString(
                project.plan(),
                Files.readString(project.plan())
                        + "  - number: 2\n    name: A fifth file\n    criteria: [\"src/d2.txt\"]\n");
        assertThat(runs.run().failures()).isEmpty();
        project.change("The project gets another file.", "The project gets one more file.");
        project.agentFirst("[ \"$LOCKSTEP_PHASE\" = implement ] && echo more > src/more.txt");

        assertThat(runs.run().failures()).isEmpty();

        assertThat(runs.sessions()).startsWith("research", "planning", "implement");
        assertThat(onMain("src/more.txt")).isEqualTo("more");
        assertThat(onMain("src/d2.txt")).isEqualTo("milestone 2");
        assertThat(runs.verify().findings()).isEmpty();
    }
}
