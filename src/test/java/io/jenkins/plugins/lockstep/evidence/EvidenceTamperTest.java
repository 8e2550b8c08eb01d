package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to tamper with sealed evidence, each found, with entry and file named first. */
class EvidenceTamperTest {
    @TempDir Path root;
    private Project project;
    private Path ledger;

    @BeforeEach
    void makeProject() throws IOException {
        project = new Project(root).filled(2);
        ledger = project.directory.resolve("ledger.jsonl");
    }

    private Finding first() throws IOException {
        Verification verification = project.verify();
        assertThat(verification.ok()).isFalse();
        return verification.findings().get(0);
    }

    private Path lint(String file) throws IOException {
        Path place = project.directory.resolve("evidence/m1/lint/2");
        try (Stream<Path> all = Files.walk(project.directory.resolve("evidence"))) {
            for (Path path : all.toList()) {
                if (!Files.isSymbolicLink(path)) {
                    String mode = Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--";
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
                }
            }
        }
        return place.resolve(file);
    }

    private void assertEvidence(String file, String message) throws IOException {
        Finding finding = first();
        assertThat(finding.check()).isEqualTo("evidence");
        assertThat(finding.sequence()).isEqualTo(4);
        assertThat(finding.entry()).isEqualTo("m1/lint/2");
        assertThat(finding.file()).isEqualTo(file);
        assertThat(finding.message()).contains(message);
    }

    @Test
    void evidenceWithAFlippedBit() throws IOException {
        Path file = lint("logs/tool.log");
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i += 5) {
            byte[] bytes = whole.clone();
            bytes[i] ^= (byte) (1 << (i % 8));
            Files.write(file, bytes);
            assertEvidence("logs/tool.log", "changed");
        }
    }

    @Test
    void evidenceAdded() throws IOException {
        Files.writeString(lint("logs/zzz.log"), "more");
        assertEvidence("logs/zzz.log", "added");
    }

    @Test
    void evidenceRemoved() throws IOException {
        Files.delete(lint("report.md"));
        assertEvidence("report.md", "missing");
    }

    @Test
    void evidenceOfAWholeAttemptRemoved() throws IOException {
        AtomicFiles.deleteTree(lint("logs").getParent());
        assertEvidence("logs/tool.log", "missing");
    }

    @Test
    void evidenceRenamed() throws IOException {
        Files.move(lint("report.md"), lint("Report.md"));
        assertEvidence("report.md", "renamed to Report.md");
    }

    @Test
    void evidenceSwappedBetweenMilestones() throws IOException {
        Path one = lint("report.md");
        Path two = project.directory.resolve("evidence/m2/lint/2/report.md");
        byte[] bytes = Files.readAllBytes(one);
        Files.write(one, Files.readAllBytes(two));
        Files.write(two, bytes);
        assertEvidence("report.md", "changed");
    }

    @Test
    void aLinkInsteadOfEvidence() throws IOException {
        Path file = lint("report.md");
        Path copy = Files.copy(file, root.resolve("copy"));
        Files.delete(file);
        Files.createSymbolicLink(file, copy);
        assertEvidence("report.md", "a link");
        Files.delete(file);
        Files.copy(copy, file);
        Path logs = lint("logs");
        Files.move(logs, root.resolve("logs"));
        Files.createSymbolicLink(logs, root.resolve("logs"));
        assertEvidence("logs", "a link");
    }

    @Test
    void aPipeInsteadOfEvidence() throws Exception {
        Path file = lint("report.md");
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        assertEvidence("report.md", "no file");
    }

    @Test
    void anAttemptThatNobodySealed() throws IOException {
        lint("");
        Path added = project.directory.resolve("evidence/m1/lint/3");
        Files.createDirectories(added);
        Files.writeString(added.resolve("report.md"), "all is well");
        Finding finding = first();
        assertThat(finding.entry()).isEqualTo("m1/lint/3");
        assertThat(finding.file()).isEqualTo("report.md");
        assertThat(finding.message()).contains("no seal names this attempt");
    }

    @Test
    void thingsThatStandWhereNoEvidenceCan() throws IOException {
        lint("");
        Path evidence = project.directory.resolve("evidence");
        for (String stray : List.of("x.txt", "m1/x.txt", "m1/lint/x.txt", "m1/lint/02/x")) {
            Path file = evidence.resolve(stray);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "x");
            assertThat(stray).startsWith(first().file()).isNotEmpty();
            Files.delete(file);
        }
        Files.delete(evidence.resolve("m1/lint/02"));
        Path elsewhere = root.resolve("elsewhere");
        Files.move(evidence.resolve("m2"), elsewhere);
        Files.createSymbolicLink(evidence.resolve("m2"), elsewhere);
        assertThat(project.verify().findings())
                .anyMatch(f -> f.file().equals("m2") && f.message().contains("added"));
    }

    /** Even by our own key: such a name is neither sealed nor believed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../head.json",
                "/etc/passwd",
                "logs/../../x",
                "nul\0byte",
                "logs/NUL",
                "com1.txt",
                "REPORT.md",
                "sevenHundred"
            })
    void namesThatLeadElsewhere(String given) throws IOException {
        String name = given.replace("sevenHundred", "x".repeat(700));
        SigningKey key = SigningKey.openOrCreate(project.directory.resolve("key"));
        List<String> lines = Files.readAllLines(ledger);
        Entry genuine = Entry.parse(lines.get(3).getBytes(StandardCharsets.UTF_8));
        List<Subject> subjects = new ArrayList<>(genuine.statement().subjects());
        subjects.add(Subject.file(name, Digest.of("x")));
        byte[] payload =
                new Statement(subjects, Predicates.PHASE, genuine.statement().predicate())
                        .toBytes();
        byte[] forged = Envelope.sign(Envelope.IN_TOTO, payload, key).toBytes();
        lines.set(3, new String(forged, StandardCharsets.UTF_8));
        Files.write(ledger, lines);

        Finding finding = first();

        assertThat(finding.check()).isEqualTo("statement");
        assertThat(finding.sequence()).isEqualTo(4);
        assertThat(finding.entry()).isEqualTo("m1/lint/2");
        assertThat(finding.message()).containsPattern("may not have that name|sealed twice");
        try (Ledger open = Ledger.open(root.resolve("other"), key, "test")) {
            assertThatThrownBy(
                            () ->
                                    open.append(
                                            Predicates.PHASE,
                                            subjects,
                                            genuine.statement().predicate()))
                    .isInstanceOf(EvidenceFormatException.class)
                    .hasMessageContaining("cannot be sealed");
            assertThat(open.entries()).isEmpty();
        }
    }

    @Test
    void evidenceCutOff() throws IOException {
        Path file = lint("report.md");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 8) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEvidence("report.md", "changed");
        }
    }

    @Test
    void oneThreadFindsTheSameAsSeveral() throws IOException {
        Files.writeString(lint("logs/zzz.log"), "more");
        List<String> lines = Files.readAllLines(ledger);
        lines.remove(8);
        Files.write(ledger, lines);
        Verifier verifier = Verifier.with(project.key()).withCommits(Project.GIT);
        Verification alone = verifier.withThreads(1).verify(project.directory);
        assertThat(alone.findings())
                .extracting(Finding::check)
                .containsExactly("evidence", "chain", "materials", "evidence", "progress");
        assertThat(alone).isEqualTo(verifier.withThreads(3).verify(project.directory));
    }
}
