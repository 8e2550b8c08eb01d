package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Envelope;
import io.jenkins.plugins.lockstep.evidence.SigningKey;
import io.jenkins.plugins.lockstep.evidence.Statement;
import io.jenkins.plugins.lockstep.evidence.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lines of a proven ledger, tampered with in every way: {@code verify} and the next run name
 * the same entry.
 */
class LedgerForgeryTest {
    @TempDir private static Path before;
    private static ProvenProject proven;

    @TempDir private Path directory;

    @BeforeAll
    static void prove() throws Exception {
        Path older = Files.createDirectory(before.resolve("older"));
        proven = ProvenProject.in(before, older);
    }

    private interface Tampering {
        void on(List<String> lines) throws IOException;
    }

    static Stream<Arguments> tamperings() {
        return Stream.of(
                of("a byte of a payload", "entry 5", lines -> flip(lines, 5, "payload\":\"", 40)),
                of("a byte of a signature", "entry 5", lines -> flip(lines, 5, "sig\":\"", 20)),
                of(
                        "a byte of the last signature",
                        "entry 15",
                        lines -> flip(lines, 15, "sig\":\"", 20)),
                of("a byte of a key id", "entry 5", lines -> flip(lines, 5, "keyid\":\"", 3)),
                of(
                        "a byte of a payload's type",
                        "entry 5",
                        lines -> flip(lines, 5, "payloadType\":\"", 2)),
                of("a brace of an envelope", "entry 5", lines -> flip(lines, 5, "{", -1)),
                of("a blank that no signature covers", "entry 5", lines -> blank(lines, 5)),
                of("a blank in the last line", "entry 15", lines -> blank(lines, 15)),
                of("an entry dropped", "entry 5", lines -> lines.remove(4)),
                of("the first entry dropped", "entry 1", lines -> lines.remove(0)),
                of("the last entries dropped", "entry 13", lines -> lines.subList(12, 15).clear()),
                of("an entry duplicated", "entry 5", lines -> lines.add(5, lines.get(4))),
                of("two entries reordered", "entry 5", lines -> Collections.swap(lines, 4, 5)),
                of(
                        "entries swapped between runs",
                        "entries 3",
                        lines -> Collections.swap(lines, 2, 4)),
                of("an older seal replayed", "entry 2", lines -> lines.add(lines.get(1))),
                of("a seal by another key", "entry 5", lines -> resign(lines, 5)),
                of("the last seal by another key", "entry 15", lines -> resign(lines, 15)));
    }

    private static Arguments of(String name, String entry, Tampering tampering) {
        return arguments(name, entry, tampering);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tamperings")
    void verifyAndTheNextRunNameTheEntry(String name, String entry, Tampering tampering)
            throws Exception {
        ProvenProject project = proven.copyTo(directory);
        Path ledger = project.file("ledger.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(ledger));
        assertThat(lines.size()).isEqualTo(15);
        tampering.on(lines);
        Files.writeString(ledger, String.join("\n", lines) + "\n");

        project.assertFound(entry);
    }

    @ParameterizedTest(name = "a byte of {0}")
    @CsvSource({
        "head.json, head.json",
        "progress.json, progress.json",
        "evidence/m1/test/1/result.json, m1/test/1"
    })
    void verifyAndTheNextRunNameTheFile(String file, String named) throws Exception {
        ProvenProject project = proven.copyTo(directory);
        Path path = project.file(file);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length / 2] ^= 1;
        assertThat(path.toFile().setWritable(true)).isTrue();
        Files.write(path, bytes);

        project.assertFound(named);
    }

    /** By our own key, which an agent without a sandbox can read. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"../../../../head.json", "/etc/passwd", "nul\0", "logs/AUX", "LONG"})
    void aSealedNameThatLeadsElsewhere(String name) throws Exception {
        ProvenProject project = proven.copyTo(directory);
        Path ledger = project.file("ledger.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(ledger));
        Statement genuine =
                Statement.parse(
                        Envelope.parse(lines.get(14).getBytes(StandardCharsets.UTF_8)).payload());
        List<Subject> subjects = new ArrayList<>(genuine.subjects());
        subjects.add(Subject.file(name.replace("LONG", "x".repeat(300)), Digest.of("x")));
        byte[] payload =
                new Statement(subjects, genuine.predicateType(), genuine.predicate()).toBytes();
        SigningKey key = SigningKey.openOrCreate(project.home().key());
        lines.set(
                14,
                new String(
                        Envelope.sign(Envelope.IN_TOTO, payload, key).toBytes(),
                        StandardCharsets.UTF_8));
        Files.writeString(ledger, String.join("\n", lines) + "\n");

        project.assertFound("entry 15", "may not have that name");
    }

    private static void flip(List<String> lines, int entry, String after, int offset) {
        String line = lines.get(entry - 1);
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        int at = line.indexOf(after) + after.length() + offset;
        bytes[at] = (byte) (bytes[at] == 'A' ? 'B' : 'A');
        lines.set(entry - 1, new String(bytes, StandardCharsets.UTF_8));
    }

    private static void blank(List<String> lines, int entry) {
        lines.set(entry - 1, lines.get(entry - 1).replaceFirst("\":\"", "\": \""));
    }

    private static void resign(List<String> lines, int entry) throws IOException {
        byte[] line = lines.get(entry - 1).getBytes(StandardCharsets.UTF_8);
        byte[] payload = Envelope.parse(line).payload();
        byte[] forged = Envelope.sign(Envelope.IN_TOTO, payload, SigningKey.generate()).toBytes();
        lines.set(entry - 1, new String(forged, StandardCharsets.UTF_8));
    }
}
