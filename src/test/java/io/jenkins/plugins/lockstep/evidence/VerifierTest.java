package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is signed and chained, and still wrong. */
class VerifierTest {
    @TempDir Path root;
    private Project project;

    @BeforeEach
    void makeProject() throws IOException {
        project = new Project(root);
    }

    private Finding only() throws IOException {
        List<Finding> findings = project.verify().findings();
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private void append(Ledger ledger, PhasePredicate phase) throws IOException {
        ledger.append(
                Predicates.PHASE,
                List.of(Subject.commit(phase.commit(), Project.tree(phase.commit()))),
                phase);
    }

    @Test
    void aPhaseOfAnotherRun() throws IOException {
        try (Ledger ledger = project.open()) {
            project.begin(ledger, "r1");
            PhasePredicate old = project.phase(1, "lint", 1, Project.BASE, List.of());
            project.begin(ledger, "r2");
            append(ledger, old);
        }
        Finding finding = only();
        assertThat(finding.check()).isEqualTo("run");
        assertThat(finding.sequence()).isEqualTo(3);
        assertThat(finding.entry()).isEqualTo("m1/lint/1");
        assertThat(finding.message()).contains("run r1").contains("stands in run r2");
    }

    @Test
    void aPhaseWithoutARunAndARunTwice() throws IOException {
        try (Ledger ledger = project.open()) {
            append(ledger, project.phase(1, "lint", 1, Project.BASE, List.of()));
            project.begin(ledger, "r1");
            project.begin(ledger, "r1");
        }
        assertThat(project.verify().findings())
                .extracting(Finding::toString)
                .containsExactly(
                        "entry 1 (m1/lint/1): it says that it belongs to run , but no run has"
                                + " begun [run]",
                        "entry 3 (run r1): a run of that name has begun before [run]");
    }

    @Test
    void aPlanChangedInMidRun() throws IOException {
        try (Ledger ledger = project.open()) {
            ledger.append(
                    Predicates.RUN,
                    List.of(),
                    new RunPredicate("r1", Digest.of("another plan"), Project.BASE, null, ""));
            project.begin(ledger, "r2");
            ledger.append(
                    Predicates.WAIVER,
                    List.of(),
                    new WaiverPredicate("r2", 1, "e2e", "why", Digest.of("another plan")));
        }
        assertThat(only().check()).isEqualTo("run");
        assertThat(only().message()).contains("pinned to " + Project.PLAN);
    }

    @Test
    void anAttemptSealedTwice() throws IOException {
        try (Ledger ledger = project.open()) {
            project.begin(ledger, "r1");
            append(ledger, project.phase(1, "lint", 1, Project.BASE, List.of()));
            append(ledger, project.phase(1, "lint", 1, Project.BASE, List.of()));
        }
        assertThat(only().check()).isEqualTo("attempt");
        assertThat(only().message()).isEqualTo("entry 2 seals the same attempt");
    }

    @Test
    void materialsThatAreNotThereYetOrOfAnotherPhaseOrMilestone() throws IOException {
        try (Ledger ledger = project.open()) {
            project.begin(ledger, "r1");
            Entry research = project.seal(ledger, 1, "research", 1, List.of());
            Material right = new Material("m1/research", research.digest());
            append(ledger, project.phase(1, "planning", 1, Project.BASE, List.of(right)));
            Material never = new Material("m1/research", Digest.of("never sealed"));
            append(ledger, project.phase(1, "planning", 2, Project.BASE, List.of(never)));
            Material phase = new Material("m1/planning", research.digest());
            append(ledger, project.phase(1, "lint", 1, Project.BASE, List.of(phase)));
            Material milestone = new Material("m2/research", research.digest());
            append(ledger, project.phase(2, "planning", 1, Project.BASE, List.of(milestone)));
        }
        List<Finding> findings = project.verify().findings();
        assertThat(findings).extracting(Finding::check).containsOnly("materials");
        assertThat(findings).extracting(Finding::sequence).containsExactly(4L, 5L, 6L);
        assertThat(findings.get(0).message()).contains("not sealed before it");
        assertThat(findings.get(1).message())
                .isEqualTo("it stands on a seal of m1/research as if it were m1/planning");
        assertThat(findings.get(2).message()).contains("as if it were m2/research");
    }

    @Test
    void aPhaseSealedBeforeWhatThePlanPutsBeforeIt() throws IOException {
        project.filled(1);
        GateRule rule =
                (plan, milestone, phase) ->
                        switch (phase) {
                            case "planning" -> Optional.of(Set.of("m" + milestone + "/research"));
                            case "typecheck" -> Optional.of(Set.of("m1/planning", "m1/security"));
                            case "gate:lint+typecheck" -> Optional.of(Set.of("m1/lint"));
                            default -> Optional.empty();
                        };
        List<Finding> findings =
                Verifier.with(project.key()).withRule(rule).verify(project.directory).findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).entry()).isEqualTo("m1/typecheck/1");
        assertThat(findings.get(0).message()).contains("come after m1/security");
    }

    private Finding withGit(boolean exists, String tree, boolean ancestor) throws IOException {
        CommitCheck git =
                new CommitCheck() {
                    @Override
                    public boolean exists(String commit) {
                        return exists;
                    }

                    @Override
                    public String tree(String commit) {
                        return tree.isEmpty() ? Project.tree(commit) : tree;
                    }

                    @Override
                    public boolean isAncestor(String base, String commit) {
                        return ancestor;
                    }

                    @Override
                    public Map<String, String> altered(Map<String, String> commits) {
                        return commits.keySet().stream()
                                .collect(Collectors.toMap(one -> one, one -> "a file of " + one));
                    }
                };
        return Verifier.verify(project.directory, project.key(), git).findings().get(0);
    }

    @Test
    void commitsThatGitDoesNotHaveAsTheyWereSealed() throws IOException {
        project.filled(1);
        assertThat(withGit(false, "", true).message()).contains("git does not have its commit");
        assertThat(withGit(true, "c".repeat(40), true).message())
                .contains("has the tree " + "c".repeat(40));
        assertThat(withGit(true, "", false).message()).contains("does not come from its base");
        assertThat(withGit(true, "", false).check()).isEqualTo("commit");
        assertThat(withGit(true, "", false).entry()).isEqualTo("m1/research/1");
        assertThat(withGit(true, "", true).message())
                .startsWith("git does not have a file of ")
                .endsWith(" as it was sealed");
        assertThat(withGit(true, "", true).entry()).isEqualTo("m1/research/1");
    }

    @Test
    void evidenceIsNeverAheadOfItsSeal() throws IOException {
        try (Ledger ledger = project.open()) {
            project.begin(ledger, "r1");
            project.seal(ledger, 1, "research", 1, List.of());
            // A crash after collecting: not sealed, no finding, gone at the next start.
            String unsealed = Places.of(1, "planning", 1);
            project.store.collect(project.work(unsealed), unsealed, Project.MAX);
            assertThat(project.verify().findings()).isEmpty();
            // A crash after sealing: evidence is found where it waits, and moved at the next start.
            String place = Places.of(1, "lint", 3);
            List<Subject> subjects =
                    new java.util.ArrayList<>(
                            project.store.collect(project.work(place), place, Project.MAX));
            subjects.add(Subject.commit(Project.BASE, Project.tree(Project.BASE)));
            ledger.append(
                    Predicates.PHASE,
                    subjects,
                    project.phase(1, "lint", 3, Project.BASE, List.of()));
            assertThat(project.verify().findings()).isEmpty();
            assertThat(project.verify().counts().files()).isEqualTo(4);
        }
        Path incoming = project.directory.resolve("incoming");
        assertThat(incoming).exists();
        try (Ledger ledger = project.open()) {
            project.store.recover(ledger);
            assertThat(project.store.locate("m1/lint/3").resolve("report.md"))
                    .startsWith(project.directory.resolve("evidence"))
                    .exists();
        }
        assertThat(incoming).doesNotExist();
        assertThat(project.directory.resolve("evidence/m1/planning")).doesNotExist();
        assertThat(project.verify().findings()).isEmpty();
        assertThat(project.verify().counts().files()).isEqualTo(4);
    }

    @Test
    void aGateWithManyBranchesStillHasAPlace() throws IOException {
        List<String> after = new java.util.ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            after.add("a-phase-with-a-rather-long-name-" + i);
        }
        String place = Places.of(3, GatePredicate.name(after), 2);
        assertThat(place).matches("m3/gate\\.[0-9a-f]{40}/2");
        assertThat(Places.isPlace(place)).isTrue();
        Files.createDirectories(root.resolve(place));
        assertThat(Places.of(1, "gate:lint+typecheck", 1)).isEqualTo("m1/gate.lint+typecheck/1");
        assertThat(Places.isPlace("m1/../1")).isFalse();
    }
}
