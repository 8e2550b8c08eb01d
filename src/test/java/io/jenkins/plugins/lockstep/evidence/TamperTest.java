package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to tamper, each found, with the right entry named first. */
class TamperTest {
    @TempDir Path root;
    private Project project;
    private Path ledger;

    @BeforeEach
    void makeProject() throws IOException {
        project = new Project(root).filled(2);
        ledger = project.directory.resolve("ledger.jsonl");
        assertThat(project.verify().findings()).isEmpty();
        assertThat(project.verify().counts().seals()).isEqualTo(14);
    }

    private interface Tampering {
        void on(List<String> lines) throws IOException;
    }

    private Finding first(Tampering tampering) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(ledger));
        byte[] before = Files.readAllBytes(ledger);
        tampering.on(lines);
        Files.writeString(ledger, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
        try {
            return first();
        } finally {
            Files.write(ledger, before);
        }
    }

    private Finding first() throws IOException {
        Verification verification = project.verify();
        assertThat(verification.ok()).isFalse();
        return verification.findings().get(0);
    }

    @Test
    void aFlippedBitAnywhereInTheLedger() throws IOException {
        byte[] whole = Files.readAllBytes(ledger);
        int line = 1;
        for (int i = 0; i < whole.length; i++) {
            boolean newline = whole[i] == '\n';
            if (newline || i % 997 == 0) {
                byte[] bytes = whole.clone();
                bytes[i] ^= (byte) (1 << (i % 7));
                Files.write(ledger, bytes);
                assertThat(first().sequence()).as("bit flipped in byte %d", i).isEqualTo(line);
            }
            line += newline ? 1 : 0;
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

    @Test
    void aFlippedBitInEveryFieldOfAnEnvelope() throws IOException {
        for (int entry : List.of(0, 4, 5, 6, 13)) {
            for (String field : List.of("payload\"", "payloadType", "keyid", "sig\"", "}]}")) {
                int at = entry;
                Finding finding =
                        first(
                                lines -> {
                                    byte[] line = lines.get(at).getBytes(StandardCharsets.UTF_8);
                                    int offset = lines.get(at).indexOf(field) + field.length() + 4;
                                    line[Math.min(offset, line.length - 1)] ^= 1;
                                    lines.set(at, new String(line, StandardCharsets.UTF_8));
                                });
                assertThat(finding.sequence()).as("%s of %d", field, at + 1).isEqualTo(at + 1);
            }
        }
    }

    @Test
    void whitespaceAddedToALineIsFoundThoughItsSignatureFits() throws IOException {
        for (int entry : List.of(0, 5, 13)) {
            Finding finding =
                    first(lines -> lines.set(entry, lines.get(entry).replace("\":\"", "\": \"")));
            assertThat(finding.sequence()).isEqualTo(entry + 1);
            assertThat(finding.check()).isEqualTo(entry == 13 ? "head" : "chain");
        }
    }

    @Test
    void anEntryDroppedFromTheMiddle() throws IOException {
        for (int entry : List.of(0, 1, 5, 6, 7, 12)) {
            int at = entry;
            Finding finding = first(lines -> lines.remove(at));
            assertThat(finding.check()).isEqualTo("chain");
            assertThat(finding.sequence()).isEqualTo(at + 1);
            assertThat(finding.message()).contains("entry " + (at + 1) + " is missing");
        }
    }

    @Test
    void entriesDroppedFromTheEnd() throws IOException {
        for (int left : List.of(0, 1, 7, 12, 13)) {
            int kept = left;
            Finding finding = first(lines -> lines.subList(kept, 14).clear());
            assertThat(finding.check()).isEqualTo("head");
            assertThat(finding.sequence()).isEqualTo(kept + 1);
            assertThat(finding.message()).contains("head.json names entry 14");
        }
    }

    @Test
    void entriesDroppedFromTheEndTogetherWithTheHead() throws IOException {
        Files.delete(project.directory.resolve("head.json"));
        Finding finding = first(lines -> lines.subList(9, 14).clear());
        assertThat(finding.check()).isEqualTo("head");
    }

    @Test
    void anEntryDuplicated() throws IOException {
        Finding beside = first(lines -> lines.add(3, lines.get(2)));
        assertThat(beside.sequence()).isEqualTo(3);
        assertThat(beside.entry()).isEqualTo("m1/planning/1");
        assertThat(beside.message()).contains("stands again");
        Finding atTheEnd = first(lines -> lines.add(lines.get(13)));
        assertThat(atTheEnd.sequence()).isEqualTo(14);
    }

    @Test
    void anOlderSealReplayedAtTheEnd() throws IOException {
        Finding finding = first(lines -> lines.add(lines.get(4)));
        assertThat(finding.check()).isEqualTo("chain");
        assertThat(finding.sequence()).isEqualTo(5);
        assertThat(finding.message()).contains("where entry 15 should be").contains("replayed");
    }

    @Test
    void entriesReordered() throws IOException {
        Finding finding = first(lines -> Collections.swap(lines, 3, 4));
        assertThat(finding.check()).isEqualTo("chain");
        assertThat(finding.sequence()).isEqualTo(4);
    }

    @Test
    void entriesSwappedBetweenMilestonesAndRuns() throws IOException {
        Finding finding = first(lines -> Collections.swap(lines, 2, 9));
        assertThat(finding.sequence()).isEqualTo(3);
        assertThat(finding.check()).isEqualTo("chain");
    }

    @Test
    void anEntryOfAnotherLedgerWithTheSameKey() throws IOException {
        Path other = root.resolve("other");
        SigningKey key = SigningKey.openOrCreate(project.directory.resolve("key"));
        try (Ledger foreign = Ledger.open(other, key, "test")) {
            for (int i = 0; i < 5; i++) {
                project.begin(foreign, "f" + i);
            }
        }
        List<String> foreign = Files.readAllLines(other.resolve("ledger.jsonl"));
        Finding finding = first(lines -> lines.set(4, foreign.get(4)));
        assertThat(finding.check()).isEqualTo("chain");
        assertThat(finding.sequence()).isEqualTo(4);
        Files.copy(
                other.resolve("head.json"),
                project.directory.resolve("head.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(first(lines -> {}).check()).isEqualTo("head");
        Verification whole = Verifier.with(key.verifyingKey()).verify(other);
        assertThat(whole.counts().firstRun()).isEqualTo("f0");
    }

    @Test
    void aSealByAnotherKey() throws IOException {
        SigningKey stranger = SigningKey.generate();
        Finding finding =
                first(
                        lines -> {
                            Envelope genuine = Envelope.parse(lines.get(2).getBytes());
                            byte[] forged =
                                    Envelope.sign(Envelope.IN_TOTO, genuine.payload(), stranger)
                                            .toBytes();
                            lines.set(2, new String(forged, StandardCharsets.UTF_8));
                        });
        assertThat(finding.check()).isEqualTo("signature");
        assertThat(finding.sequence()).isEqualTo(3);
        assertThat(finding.message()).contains("another key", stranger.verifyingKey().keyId());
    }

    @Test
    void aWholeLedgerByAnotherKey() throws IOException {
        Verification other =
                Verifier.with(SigningKey.generate().verifyingKey()).verify(project.directory);
        assertThat(other.findings().get(0).check()).isEqualTo("signature");
        assertThat(other.findings().get(0).sequence()).isEqualTo(1);
        assertThat(other.counts().phases()).isZero();
    }

    @Test
    void aHeadIsNoSealAndASealNoHead() throws IOException {
        String head = Files.readString(project.directory.resolve("head.json"));
        assertThat(first(lines -> lines.add(head)).message()).contains("payload of type");
        Files.writeString(
                project.directory.resolve("head.json"), Files.readAllLines(ledger).get(13));
        assertThat(first().message()).contains("head.json can't be believed");
    }

    @Test
    void aFlippedBitInHeadOrProgress() throws IOException {
        for (String name : List.of("head.json", "progress.json")) {
            Path file = project.directory.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int i = 0; i < whole.length; i += 41) {
                byte[] bytes = whole.clone();
                bytes[i] ^= 1;
                Files.write(file, bytes);
                Verification verification = project.verify();
                boolean hint = name.equals("head.json") && inKeyId(whole, i);
                assertThat(verification.ok()).as("byte %d of %s", i, name).isEqualTo(hint);
                if (!hint) {
                    assertThat(verification.findings().get(0).check() + ".json").isEqualTo(name);
                }
            }
            Files.delete(file);
            assertThat(first().message()).isEqualTo(name + " is missing");
            Files.write(file, whole);
        }
    }

    /** The key id is a hint, which nobody signed and nobody believes. */
    private static boolean inKeyId(byte[] head, int at) {
        String text = new String(head, StandardCharsets.US_ASCII);
        int from = text.indexOf("keyid\":\"") + 8;
        int field = text.indexOf("\"keyid\"");
        return at > field && at < field + 6 || at >= from && at < from + 64;
    }

    @Test
    void anOlderHeadOrProgress() throws IOException {
        byte[] head = Files.readAllBytes(project.directory.resolve("head.json"));
        byte[] progress = Files.readAllBytes(project.directory.resolve("progress.json"));
        try (Ledger open = project.open()) {
            project.begin(open, "r3");
            project.begin(open, "r4");
        }
        byte[] newHead = Files.readAllBytes(project.directory.resolve("head.json"));
        Files.write(project.directory.resolve("head.json"), head);
        assertThat(first().message()).contains("head.json is an older one");
        Files.write(project.directory.resolve("head.json"), newHead);
        Files.write(project.directory.resolve("progress.json"), progress);
        assertThat(first().message()).contains("progress.json is an older one");
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
    void theLedgerReplacedByALink() throws IOException {
        Path elsewhere = root.resolve("elsewhere");
        Files.move(ledger, elsewhere);
        Files.createSymbolicLink(ledger, elsewhere);
        assertThat(Files.isSymbolicLink(ledger)).isTrue();
        assertThat(Files.exists(ledger, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThatThrownBy(() -> project.verify()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> project.open()).isInstanceOf(IOException.class);
    }
}
