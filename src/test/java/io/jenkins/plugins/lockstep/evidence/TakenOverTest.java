package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seals of another ledger, handed on as proofs or as work to begin with. */
class TakenOverTest {
    @TempDir Path root;
    private Project project;

    @BeforeEach
    void makeProject() throws IOException {
        project = new Project(root);
    }

    private void append(Ledger ledger, PhasePredicate phase) throws IOException {
        ledger.append(
                Predicates.PHASE,
                List.of(Subject.commit(phase.commit(), Project.tree(phase.commit()))),
                phase);
    }

    private static PhasePredicate taken(PhasePredicate p, TakenOver from) {
        return new PhasePredicate(
                p.run(),
                p.milestone(),
                p.phase(),
                p.attempt(),
                p.contentKey(),
                Digest.of("the plan of that build"),
                p.baseCommit(),
                p.commit(),
                p.materials(),
                List.of(),
                null,
                "",
                "",
                from);
    }

    @Test
    void aSealTakenOverStandsForTheFirst() throws IOException {
        Digest original = Digest.of("a seal in another build");
        try (Ledger ledger = project.open()) {
            project.begin(ledger, "r1");
            PhasePredicate p = project.phase(1, "research", 1, Project.BASE, List.of());
            PhasePredicate taken = taken(p, new TakenOver("job #7", original, false));
            append(ledger, taken);
            Material material = Material.of(taken, Digest.of("unused"));
            assertThat(material.digest()).isEqualTo(original);
            append(ledger, project.phase(1, "planning", 1, Project.BASE, List.of(material)));
        }
        assertThat(project.verify().findings()).isEmpty();
    }

    /** The work that an attempt began with stands on what is in another ledger. */
    @Test
    void workOfAnotherLedgerIsWhatItsOwnPhaseBeganWithAndNothingElse() throws IOException {
        Digest old = Digest.of("a seal of lint in another build");
        Material elsewhere = new Material("m1/planning", Digest.of("not here"));
        try (Ledger ledger = project.open()) {
            project.begin(ledger, "r1");
            PhasePredicate p = project.phase(1, "lint", 1, Project.BASE, List.of(elsewhere));
            append(ledger, taken(p, new TakenOver("job #7", old, true)));
            List<Material> work = List.of(new Material("m1/lint", old));
            append(ledger, project.phase(1, "lint", 2, Project.BASE, work));
            assertThat(project.verify().findings()).isEmpty();
            assertThat(project.verify().counts().phases()).isEqualTo(1);

            append(ledger, project.phase(1, "test", 1, Project.BASE, work));
        }
        assertThat(project.verify().findings())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.entry()).isEqualTo("m1/test/1");
                            assertThat(one.message())
                                    .contains("m1/lint", "as work to begin with, not as a proof");
                        });
    }

    /** What is handed on as a proof needs not bring along what it began with, but all before it. */
    @Test
    void aSealTakenOverMayHaveBegunWithWorkThatIsNotHere() throws IOException {
        Digest original = Digest.of("a seal in another build");
        Material work = new Material("m1/lint", Digest.of("what that began with"));
        Material before = new Material("m1/planning", Digest.of("not here"));
        try (Ledger ledger = project.open()) {
            project.begin(ledger, "r1");
            PhasePredicate lint = project.phase(1, "lint", 1, Project.BASE, List.of(work));
            append(ledger, taken(lint, new TakenOver("job #7", original, false)));
            assertThat(project.verify().findings()).isEmpty();

            PhasePredicate test = project.phase(1, "test", 1, Project.BASE, List.of(before));
            append(ledger, taken(test, new TakenOver("job #7", Digest.of("t"), false)));
        }
        assertThat(project.verify().findings())
                .singleElement()
                .satisfies(one -> assertThat(one.message()).contains("not sealed before it"));
    }
}
