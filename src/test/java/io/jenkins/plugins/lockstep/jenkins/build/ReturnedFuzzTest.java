package io.jenkins.plugins.lockstep.jenkins.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.AttemptSpecs;
import io.jenkins.plugins.lockstep.attempt.MergeOutcome;
import io.jenkins.plugins.lockstep.attempt.MergeSpec;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import io.jenkins.plugins.lockstep.worker.WorkerOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a machine that isn't trusted returns as a job's outcome is read, or refused. */
class ReturnedFuzzTest {
    private static final String BASE = "a".repeat(40);
    private static final String COMMIT = "b".repeat(40);
    private static final Digest OFFERED = Digest.of("offered");
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "\"\"",
                    "\"NaN\"",
                    "-1",
                    "0",
                    "2",
                    "9223372036854775807",
                    "92233720368547758070",
                    "1e400",
                    "-1e-400",
                    "1e999999999",
                    "1".repeat(2_000),
                    "[]",
                    "{}",
                    "[null]",
                    "[[]]",
                    "{\"\":null}",
                    "\"" + COMMIT + "\"",
                    "\"\\ud800\\u0000\\n\"",
                    "\"" + "x".repeat(100_000) + "\"",
                    "[".repeat(500) + "]".repeat(500),
                    "[".repeat(100) + "]".repeat(100));

    private static Path staging;

    @BeforeContainer
    static void makeStaging() throws IOException {
        staging = Files.createTempDirectory("returned");
        Files.writeString(
                staging.resolve("commit.bundle"), "# v2 git bundle\n" + COMMIT + " refs/x\n\n");
    }

    @AfterContainer
    static void removeStaging() throws IOException {
        AtomicFiles.deleteTree(staging);
    }

    private static WorkerJob job() {
        AttemptSpec spec =
                AttemptSpecs.of("gate:lint+typecheck", 1, "plan", BASE, BASE, List.of(), 60_000);
        List<MergeSpec.Branch> branches =
                List.of(
                        new MergeSpec.Branch("lint", BASE, List.of("lint")),
                        new MergeSpec.Branch("typecheck", COMMIT, List.of("typecheck")));
        return new WorkerJob(
                WorkerJob.Kind.MERGE,
                spec,
                new MergeSpec(spec, branches, Map.of()),
                null,
                "/workspace",
                List.of(BASE),
                0,
                0,
                null,
                List.of(new EarlierChange(OFFERED, BASE, COMMIT, 1, "job#0")),
                List.of());
    }

    private static WorkerOutcome outcome(boolean proven) {
        Issue issue = new Issue("check", "src/a.txt", 1, 2, "error", "C1", "must go");
        Failure failure =
                new Failure(
                        "check",
                        Cause.ISSUES_FOUND,
                        "1 finding",
                        "s1",
                        "src/a.txt",
                        1,
                        List.of("sh", "check"),
                        1,
                        List.of(issue),
                        "logs/check.log",
                        List.of("last"));
        List<Failure> failures = proven ? List.of() : List.of(failure);
        AttemptResult result =
                new AttemptResult(
                        COMMIT,
                        List.of("src/a.txt"),
                        List.of(
                                new ValidatorResult(
                                        "lint/check",
                                        List.of("sh", "check"),
                                        proven ? 0 : 1,
                                        Digest.of("log"),
                                        Map.of("issues", 1L),
                                        List.of(issue),
                                        failures,
                                        12)),
                        failures,
                        List.of(
                                new AttemptResult.SessionRecord(
                                        "s1", "claude", "", "sonnet", 0.5, 1, 2, 3, true, "done")),
                        List.of("not taken"),
                        1,
                        0,
                        "bubblewrap",
                        "2026-01-01T00:00:00Z",
                        "2026-01-01T00:00:01Z");
        return new WorkerOutcome(
                result,
                COMMIT,
                true,
                proven ? null : new MergeOutcome.Together(1, COMMIT),
                OFFERED,
                COMMIT);
    }

    /** What comes of it can be told and sealed. */
    private static void readsOrRefuses(byte[] bytes) throws IOException {
        Files.write(staging.resolve("outcome.json"), bytes);
        Returned returned;
        try {
            returned = Returned.read(staging, job());
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        AttemptResult result = returned.result();
        assertThat(result.costUsd()).isFinite().isNotNegative();
        assertThat(returned.millis()).isNotNull();
        assertThat(Json.read(Json.canonical(result), AttemptResult.class)).isEqualTo(result);
        assertThat(returned.taken()).isIn(OFFERED, null);
        if (returned.next() != null) {
            assertThat(returned.next().seal()).isIn(OFFERED, null);
            assertThat(returned.next().to()).matches("[0-9a-f]{40,64}");
        }
        if (result.proven()) {
            assertThat(List.of(result.commit(), returned.tree()))
                    .allMatch(object -> object.matches("[0-9a-f]{40,64}"));
        } else {
            Failure first = result.failures().get(0);
            assertThat(first.cause().isFinal()).isIn(true, false);
            first.issues().forEach(issue -> assertThat(issue.oneLine()).isNotNull());
        }
    }

    @Example
    void whatAWorkerLeavesIsRead() throws IOException {
        for (boolean proven : List.of(true, false)) {
            Files.write(staging.resolve("outcome.json"), Json.pretty(outcome(proven)));
            assertThat(Returned.read(staging, job()).result()).isEqualTo(outcome(proven).result());
        }
    }

    @Property(tries = 300)
    void anyBytes(@ForAll byte[] bytes) throws IOException {
        readsOrRefuses(bytes);
    }

    /** Each place in the document in turn has a value that does not belong there, or is gone. */
    @Property(tries = 1_500)
    void anotherValueSomewhere(
            @ForAll boolean proven,
            @ForAll @IntRange(max = 100) int place,
            @ForAll @IntRange(max = 22) int value)
            throws IOException {
        JsonNode document = Json.mapper().valueToTree(outcome(proven));
        List<Runnable> marks = new ArrayList<>();
        List<Runnable> removals = new ArrayList<>();
        collect(document, marks, removals);
        int at = place % marks.size();
        (value == 0 ? removals : marks).get(at).run();
        readsOrRefuses(
                document.toString()
                        .replace("\"@\"", VALUES.get(value))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static void collect(JsonNode node, List<Runnable> marks, List<Runnable> removals) {
        if (node instanceof ObjectNode object) {
            object.fieldNames()
                    .forEachRemaining(
                            name -> {
                                marks.add(() -> object.put(name, "@"));
                                removals.add(() -> object.remove(name));
                                collect(object.get(name), marks, removals);
                            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                marks.add(() -> array.set(at, "@"));
                removals.add(() -> array.remove(at));
                collect(array.get(i), marks, removals);
            }
        }
    }

    @Property(tries = 500)
    void damagedBytes(@ForAll boolean proven, @ForAll long seed) throws IOException {
        byte[] bytes = Json.canonical(outcome(proven));
        Random random = new Random(seed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte one : bytes) {
            switch (random.nextInt(200)) {
                case 0 -> {}
                case 1 -> out.write(random.nextInt(256));
                case 2 -> {
                    out.write(one);
                    out.write(bytes, 0, random.nextInt(bytes.length));
                }
                default -> out.write(one);
            }
        }
        readsOrRefuses(out.toByteArray());
    }

    /** A document of the largest size that is read, of as many values as it can have. */
    @Example
    void whatWouldFillTheMemoryIsRefused() throws IOException {
        String document = new String(Json.canonical(outcome(true)), StandardCharsets.UTF_8);
        StringBuilder counts = new StringBuilder(32 << 20);
        for (int i = 0; counts.length() < (31 << 20); i++) {
            counts.append('"').append(Integer.toString(i, 36)).append("\":1,");
        }
        String large = document.replace("\"issues\":1", counts + "\"issues\":1");
        Files.writeString(staging.resolve("outcome.json"), large);

        assertThatThrownBy(() -> Returned.read(staging, job()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Token count");
    }
}
