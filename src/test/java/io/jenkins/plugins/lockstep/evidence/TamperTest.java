package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    @Test
    void aFileReplacedByALinkOrADirectory() throws IOException {
        for (String name : List.of("ledger.jsonl", "head.json", "progress.json")) {
            Path file = project.directory.resolve(name);
            Path elsewhere = root.resolve("elsewhere-" + name);
            Files.move(file, elsewhere);
            Files.createSymbolicLink(file, elsewhere);
            assertThat(first().toString()).contains("can't be");
            assertThatThrownBy(() -> project.open().close())
                    .as("a link for " + name)
                    .isInstanceOf(IOException.class);
            Files.delete(file);
            Files.createDirectory(file);
            assertThat(first().toString()).contains("can't be");
            Files.delete(file);
            Files.move(elsewhere, file);
        }
        assertThat(project.verify().ok()).isTrue();
    }
}
