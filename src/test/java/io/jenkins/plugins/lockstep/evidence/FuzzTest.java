package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever stands where an envelope, statement or ledger should: one declared exception, no other.
 */
class FuzzTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static Path scratch;

    @BeforeContainer
    static void makeScratch() throws IOException {
        scratch = Files.createTempDirectory("lockstep-fuzz");
    }

    @AfterContainer
    static void removeScratch() throws IOException {
        AtomicFiles.deleteTree(scratch);
    }

    private static byte[] genuine() throws IOException {
        ObjectNode predicate = Json.mapper().createObjectNode().put("run", "r1");
        predicate.putObject("ledger").put("sequence", 1).put("previous", Digest.of("x").toString());
        Statement statement =
                new Statement(
                        List.of(
                                Subject.file("a/b.txt", Digest.of("a")),
                                Subject.commit("a".repeat(40), "b".repeat(40))),
                        Predicates.RUN,
                        predicate);
        return Envelope.sign(Envelope.IN_TOTO, statement.toBytes(), KEY).toBytes();
    }

    private static void readAll(byte[] bytes) {
        Seal seal = Seal.read(1, new LedgerLines.Line(bytes, 0, true), KEY.verifyingKey());
        assertThat(seal.entry() != null || !seal.malformed().isEmpty()).isTrue();
        try {
            Head.parse(bytes, KEY.verifyingKey());
        } catch (EvidenceFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            ProgressView.parse(bytes);
        } catch (EvidenceFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Property(tries = 1000)
    void anyBytes(@ForAll @Size(max = 300) byte[] bytes) {
        readAll(bytes);
    }

    @Property(tries = 1000)
    void jsonOfAnyShape(@ForAll("json") String json) {
        readAll(json.getBytes(StandardCharsets.UTF_8));
        try {
            Statement.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (EvidenceFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Property(tries = 300)
    void anEnvelopeThatIsChangedSomewhere(
            @ForAll @IntRange(max = 5000) int at, @ForAll byte with, @ForAll boolean cut)
            throws IOException {
        byte[] bytes = genuine();
        int place = at % bytes.length;
        if (cut) {
            bytes = Arrays.copyOf(bytes, place);
        } else {
            bytes[place] = with;
        }
        readAll(bytes);
    }

    @Property(tries = 300)
    void statementsWithAnythingInThem(@ForAll("fields") Map<String, String> fields)
            throws IOException {
        StringBuilder json = new StringBuilder("{\"_type\":\"" + Statement.TYPE + "\"");
        fields.forEach((k, v) -> json.append(",\"").append(k).append("\":").append(v));
        byte[] payload = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        readAll(Envelope.sign(Envelope.IN_TOTO, payload, KEY).toBytes());
    }

    @Property(tries = 50)
    void ledgersOfAnyBytes(@ForAll("lines") List<byte[]> lines) throws IOException {
        Path directory = Files.createTempDirectory(scratch, "l");
        try (var out = Files.newOutputStream(directory.resolve("ledger.jsonl"))) {
            for (byte[] line : lines) {
                out.write(line);
            }
        }
        List<Entry> prefix = LedgerReader.read(directory);
        assertThat(prefix).hasSizeLessThanOrEqualTo(lines.size());
        Verification verification =
                Verifier.with(KEY.verifyingKey()).withThreads(1).verify(directory);
        assertThat(verification.findings().size()).isLessThanOrEqualTo(Findings.MAX);
        try (Ledger ledger = Ledger.open(directory, KEY, "fuzz")) {
            assertThat(ledger.entries().size()).isLessThanOrEqualTo(1);
        } catch (LedgerBrokenException e) {
            assertThat(e.getMessage()).contains("entry");
        }
    }

    @Property(tries = 1000)
    void namesAreAcceptedOnlyIfTheyStayInside(@ForAll String name) {
        if (EvidenceNames.problemOfPath(name) == null) {
            Path inside = scratch.resolve("d").resolve(name).normalize();
            assertThat(inside.startsWith(scratch.resolve("d"))).isTrue();
            assertThat(inside).isNotEqualTo(scratch.resolve("d"));
        }
        assertThat(EvidenceNames.printable(name)).doesNotContain("\n", "\u0000", "\u001b");
    }

    @Provide
    Arbitrary<List<byte[]>> lines() throws IOException {
        byte[] genuine = genuine();
        byte[] line = Arrays.copyOf(genuine, genuine.length + 1);
        line[genuine.length] = '\n';
        return Arbitraries.oneOf(
                        Arbitraries.just(line),
                        Arbitraries.just("\n".getBytes(StandardCharsets.UTF_8)),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(200))
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> json() {
        return value();
    }

    @Provide
    Arbitrary<Map<String, String>> fields() {
        return Arbitraries.maps(
                Arbitraries.of("subject", "predicate", "predicateType", "other"), value());
    }

    private Arbitrary<String> value() {
        Arbitrary<String> leaf =
                Arbitraries.of(
                        "null",
                        "true",
                        "-1",
                        "1e400",
                        "9".repeat(400),
                        "\"\"",
                        "\"" + Predicates.PHASE + "\"",
                        "\"" + Predicates.RUN + "\"",
                        "\"\\ud800\"",
                        "[]",
                        "{}",
                        "{\"ledger\":{\"sequence\":1,\"previous\":\"" + Digest.of("x") + "\"}}",
                        "[{\"name\":\"x\",\"digest\":{\"sha256\":\"00\"}}]",
                        "[".repeat(300) + "]".repeat(300));
        Arbitrary<String> key =
                Arbitraries.of(
                        "payload", "payloadType", "signatures", "sig", "head", "ledger", "x");
        return Arbitraries.recursive(
                () -> leaf,
                inner ->
                        Arbitraries.oneOf(
                                Combinators.combine(inner, inner)
                                        .as((a, b) -> "[" + a + "," + b + "]"),
                                Combinators.combine(key, inner, key, inner)
                                        .as(
                                                (k, a, l, b) ->
                                                        "{\"" + k + "\":" + a + ",\"" + l + "\":"
                                                                + b + "}")),
                0,
                4);
    }
}
