package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    @TempDir Path root;
    private Project project;
    private Path ledger;
    private Path head;
    private Path progress;

    @BeforeEach
    void makeProject() throws IOException {
        project = new Project(root);
        ledger = project.directory.resolve("ledger.jsonl");
        head = project.directory.resolve("head.json");
        progress = project.directory.resolve("progress.json");
    }

    @Test
    void entriesAreChainedAndSurviveReopening() throws IOException {
        project.filled(1);
        List<Entry> entries = LedgerReader.read(project.directory);
        assertThat(entries).extracting(Entry::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(entries.get(0).previous()).isEqualTo(Head.NONE.digest());
        for (int i = 1; i < entries.size(); i++) {
            assertThat(entries.get(i).previous()).isEqualTo(entries.get(i - 1).digest());
        }
        try (Ledger again = project.open()) {
            assertThat(again.entries()).hasSize(7);
            assertThat(again.head()).isEqualTo(entries.get(6).head());
            assertThat(project.begin(again, "later").sequence()).isEqualTo(8);
        }
        assertThat(project.verify().findings()).isEmpty();
    }

    @Test
    void ofSeveralEntriesThoseBeforeARefusedOneStand() throws IOException {
        try (Ledger open = project.open()) {
            project.begin(open, "run");
            WaiverPredicate waiver = new WaiverPredicate("run", 0, "lint", "why", Project.PLAN);
            Ledger.Draft good = new Ledger.Draft(Predicates.WAIVER, List.of(), waiver);
            Ledger.Draft bad = new Ledger.Draft(Predicates.PHASE, List.of(), Map.of("x", 1));
            assertThatThrownBy(() -> open.append(List.of(good, bad)))
                    .isInstanceOf(IOException.class);
            assertThat(open.head().sequence()).isEqualTo(2);
            assertThat(open.append(List.of(good, good)))
                    .extracting(Entry::sequence)
                    .containsExactly(3L, 4L);
            assertThat(open.damage()).isEmpty();
        }
        assertThat(LedgerReader.read(project.directory)).hasSize(4);
        assertThat(project.verify().findings()).isEmpty();
    }

    @Test
    void progressIsAViewOfTheLedgerAlone() throws IOException {
        project.filled(2);
        byte[] written = Files.readAllBytes(progress);
        ProgressView view = new ProgressView();
        LedgerReader.read(project.directory).forEach(view::add);
        assertThat(written).isEqualTo(view.toBytes());
        ProgressView.Content content = ProgressView.parse(written);
        assertThat(content.head().sequence()).isEqualTo(14);
        assertThat(content.counts())
                .isEqualTo(Map.of("runs", 2L, "phases", 8L, "gates", 2L, "waivers", 2L));
        assertThat(content.milestones().get(2).get("lint").attempt()).isEqualTo(2);
        assertThat(content.milestones().get(1)).containsKey("gate:lint+typecheck");
        assertThat(content.waivers().get(1)).containsEntry("e2e", "no program yet");
        assertThat(content.costUsd()).isEqualTo(2.0);
    }

    @Test
    void theSecondOneLearnsWhoHoldsIt() throws IOException {
        try (Ledger first = project.open()) {
            project.begin(first, "r1");
            assertThatThrownBy(() -> Ledger.open(project.directory, "other"))
                    .isInstanceOfSatisfying(
                            LedgerHeldException.class,
                            e -> {
                                assertThat(e).hasMessageContaining("run test");
                                assertThat(e.holder().orElseThrow().pid())
                                        .isEqualTo(ProcessHandle.current().pid());
                            });
            project.begin(first, "r2");
        }
        project.open().close();
        assertThat(project.directory.resolve("holder.json")).doesNotExist();
    }

    @Test
    void aLastLineTornAtAnyByteIsCutOff() throws IOException {
        try (Ledger open = project.open()) {
            project.begin(open, "r1");
        }
        byte[] whole = Files.readAllBytes(ledger);
        byte[] lastHead = Files.readAllBytes(head);
        byte[] lastProgress = Files.readAllBytes(progress);
        try (Ledger open = project.open()) {
            project.begin(open, "r2");
        }
        byte[] longer = Files.readAllBytes(ledger);
        SigningKey key = SigningKey.openOrCreate(project.directory.resolve("key"));
        for (int length = whole.length; length < longer.length; length++) {
            Files.write(ledger, Arrays.copyOf(longer, length));
            Files.write(head, lastHead);
            Files.write(progress, lastProgress);
            assertThat(LedgerReader.read(project.directory)).hasSize(1);
            LedgerRecovery recovery = new LedgerRecovery(new LedgerFiles(project.directory), key);
            recovery.run();
            assertThat(recovery.length()).isEqualTo(whole.length);
            if (length % 200 == 0) {
                assertThat(project.verify().findings()).as("torn at %d", length).isEmpty();
                project.open().close();
                assertThat(Files.size(ledger)).isEqualTo(whole.length);
            }
        }
        Files.write(ledger, longer);
        project.open().close();
        assertThat(project.verify().findings()).isEmpty();
        assertThat(LedgerReader.read(project.directory)).hasSize(2);
    }

    @Test
    void aLineThatTheHeadNamesIsNeverCutOff() throws IOException {
        project.filled(1);
        byte[] whole = Files.readAllBytes(ledger);
        for (int cut : List.of(1, 2, 100, 700)) {
            Files.write(ledger, Arrays.copyOf(whole, whole.length - cut));
            assertThatThrownBy(() -> project.open())
                    .isInstanceOfSatisfying(
                            LedgerBrokenException.class,
                            e -> assertThat(e.sequence()).isEqualTo(7));
            assertThat(Files.size(ledger)).isEqualTo(whole.length - cut);
        }
    }

    @Test
    void aCrashBetweenAnyTwoWritesIsMended() throws IOException {
        project.filled(1);
        byte[] oldHead = Files.readAllBytes(head);
        byte[] oldProgress = Files.readAllBytes(progress);
        try (Ledger open = project.open()) {
            project.begin(open, "r2");
        }
        byte[] newHead = Files.readAllBytes(head);
        byte[] newProgress = Files.readAllBytes(progress);
        for (byte[] crashedHead : List.of(oldHead, newHead)) {
            Files.write(head, crashedHead);
            Files.write(progress, oldProgress);
            Files.writeString(project.directory.resolve(".head.json.1.tmp"), "half");
            assertThat(project.verify().findings()).isEmpty();
            project.open().close();
            assertThat(head).hasBinaryContent(newHead);
            assertThat(progress).hasBinaryContent(newProgress);
            assertThat(project.directory.resolve(".head.json.1.tmp")).doesNotExist();
        }
    }

    @Test
    void progressIsMadeAnewWhenMissingAndRefusedWhenWrong() throws IOException {
        project.filled(1);
        byte[] right = Files.readAllBytes(progress);
        Files.delete(progress);
        project.open().close();
        assertThat(progress).hasBinaryContent(right);
        String text = new String(right, StandardCharsets.UTF_8);
        for (String wrong :
                List.of(
                        "",
                        "{}",
                        "not json",
                        text.replace("planning", "plannung"),
                        text.replace("\"sequence\":7}", "\"sequence\":5}"),
                        text.replace("\"sequence\":7}", "\"sequence\":8}"))) {
            assertThat(wrong).isNotEqualTo(text);
            Files.writeString(progress, wrong);
            assertThatThrownBy(() -> project.open())
                    .isInstanceOf(LedgerBrokenException.class)
                    .hasMessageContaining("progress.json");
            assertThat(progress).hasContent(wrong);
        }
    }

    @Test
    void aShortenedLedgerIsRefused() throws IOException {
        project.filled(1);
        List<String> lines = Files.readAllLines(ledger);
        Files.write(ledger, lines.subList(0, 5));
        assertThatThrownBy(() -> project.open())
                .isInstanceOf(LedgerBrokenException.class)
                .hasMessageContaining("entry 6 is missing")
                .hasMessageContaining("head.json names entry 7");
    }

    @Test
    void aHeadThatIsOlderMissingOrForgedIsRefused() throws IOException {
        try (Ledger open = project.open()) {
            project.begin(open, "r1");
        }
        byte[] first = Files.readAllBytes(head);
        try (Ledger open = project.open()) {
            project.begin(open, "r2");
            project.begin(open, "r3");
        }
        Files.write(head, first);
        assertThatThrownBy(() -> project.open()).hasMessageContaining("entry 3 is not covered");
        Files.delete(head);
        assertThatThrownBy(() -> project.open()).hasMessageContaining("entry 2 is not covered");
        Files.write(head, new Head(3, Head.NONE.digest()).sign(SigningKey.generate()));
        assertThatThrownBy(() -> project.open())
                .isInstanceOf(LedgerBrokenException.class)
                .hasMessageContaining("not signed by");
    }

    @Test
    void damageInTheMiddleNamesItsEntry() throws IOException {
        project.filled(1);
        List<String> lines = Files.readAllLines(ledger);
        for (int i = 0; i < 7; i++) {
            byte[] all = String.join("\n", lines).concat("\n").getBytes();
            int at = String.join("\n", lines.subList(0, i)).length() + 40;
            all[at] ^= 1;
            Files.write(ledger, all);
            long expected = i + 1;
            assertThatThrownBy(() -> project.open())
                    .isInstanceOfSatisfying(
                            LedgerBrokenException.class,
                            e -> assertThat(e.sequence()).isEqualTo(expected));
        }
    }

    @Test
    void whoeverWritesBesidesTheHolderIsNoticed() throws IOException {
        try (Ledger open = project.open()) {
            project.begin(open, "r1");
            Files.writeString(ledger, "x\n", StandardOpenOption.APPEND);
            assertThatThrownBy(() -> project.begin(open, "r2"))
                    .isInstanceOf(LedgerBrokenException.class);
            assertThatThrownBy(() -> project.begin(open, "r2")).hasMessageContaining("any more");
        }
    }

    /** The gate of a run that goes on: {@code damage} names the entry. */
    @Test
    void whatIsDoneToALedgerThatIsHeldIsNamed() throws IOException {
        project.filled(1);
        List<String> whole = Files.readAllLines(ledger);
        try (Ledger open = project.open()) {
            assertThat(open.damage()).isEmpty();
            for (int entry = 1; entry <= 7; entry++) {
                int at = entry - 1;
                String line = whole.get(at);
                String changed = line.replaceFirst("\"sig\":\"..", "\"sig\":\"AA");
                assertNamed(open, entry, whole, lines -> lines.set(at, changed));
                assertNamed(open, entry, whole, lines -> lines.set(at, "x" + line));
                assertNamed(open, entry, whole, lines -> lines.remove(at));
                assertNamed(open, entry, whole, lines -> lines.add(at + 1, line));
            }
            assertNamed(open, 3, whole, lines -> Collections.swap(lines, 2, 3));
            assertNamed(open, 2, whole, lines -> lines.add(whole.get(1)));
            Files.write(ledger, whole);
            assertThat(open.damage()).isEmpty();
            Files.writeString(head, "{}");
            assertThat(open.damage().orElseThrow()).contains("head.json was changed");
        }
    }

    private void assertNamed(
            Ledger open, int entry, List<String> whole, Consumer<List<String>> tampering)
            throws IOException {
        List<String> lines = new ArrayList<>(whole);
        tampering.accept(lines);
        Files.write(ledger, lines);
        assertThat(open.damage().orElseThrow()).containsPattern("entry " + entry + "\\b");
    }

    @Test
    void whatCouldNotBeVerifiedIsNotSealed() throws IOException {
        try (Ledger open = project.open()) {
            assertThatThrownBy(() -> open.append(Predicates.PHASE, List.of(), Map.of("run", "r1")))
                    .isInstanceOf(EvidenceFormatException.class);
            assertThatThrownBy(
                            () ->
                                    open.append(
                                            Predicates.PHASE,
                                            List.of(),
                                            project.phase(1, "lint", 1, Project.BASE, List.of())))
                    .hasMessageContaining("is not among its subjects");
            byte[] large = new byte[Envelope.MAX_PAYLOAD];
            Arrays.fill(large, (byte) 'x');
            assertThatThrownBy(
                            () -> open.append("urn:x", List.of(), Map.of("x", new String(large))))
                    .hasMessageContaining("too large");
            assertThat(open.entries()).isEmpty();
            project.begin(open, "r1");
        }
        assertThat(project.verify().findings()).isEmpty();
    }

    @Test
    void anInterruptedThreadStillSealsWhole() throws IOException {
        try (Ledger open = project.open()) {
            Thread.currentThread().interrupt();
            project.begin(open, "r1");
            assertThat(Thread.interrupted()).isTrue();
            project.begin(open, "r2");
        }
        assertThat(LedgerReader.read(project.directory)).hasSize(2);
    }

    @Test
    void theKeyMayBeKeptElsewhere() throws IOException {
        SigningKey key = SigningKey.fromPem(SigningKey.generate().toPem());
        Path build = root.resolve("build");
        try (Ledger open = Ledger.open(build, key, "job #1")) {
            project.begin(open, "r1");
        }
        assertThat(build.resolve("key")).doesNotExist();
        assertThat(Verifier.with(key.verifyingKey()).verify(build).ok()).isTrue();
    }

    @Test
    void aLineIsAStandardEnvelope() throws Exception {
        project.filled(1);
        Map<?, ?> line =
                Json.read(
                        Files.readAllLines(ledger).get(1).getBytes(),
                        java.util.LinkedHashMap.class);
        assertThat(line.get("payloadType")).isEqualTo("application/vnd.in-toto+json");
        byte[] payload = java.util.Base64.getDecoder().decode((String) line.get("payload"));
        Map<?, ?> statement = Json.read(payload, java.util.LinkedHashMap.class);
        assertThat(statement.get("_type")).isEqualTo("https://in-toto.io/Statement/v1");
        assertThat(statement.get("predicateType")).isEqualTo("urn:lockstep:predicate:phase:v1");
        assertThat((List<?>) statement.get("subject")).hasSize(3);
    }
}
