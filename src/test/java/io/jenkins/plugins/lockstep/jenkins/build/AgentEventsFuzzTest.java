package io.jenkins.plugins.lockstep.jenkins.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.AttemptSpecs;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.report.EventLine;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever a machine that isn't trusted tells that happened can be told on, or is left out. */
class AgentEventsFuzzTest {
    private static final AttemptSpec SPEC =
            AttemptSpecs.of("lint", 2, "plan", "a".repeat(40), "a".repeat(40), List.of(), 60_000);
    private static final String WHOLE =
            """
            {"time":"2026-01-01T00:00:00.000Z","run":"r","milestone":1,"phase":"lint","attempt":2,\
            "session":"s1","file":"src/a.txt","type":"SESSION_ENDED","message":"done",\
            "data":{"costUsd":0.5,"millis":12,"issues":1,"failures":[{"cause":"issues-found"}]}}""";
    private static final List<String> KEYS =
            List.of(
                    "time",
                    "run",
                    "milestone",
                    "phase",
                    "attempt",
                    "session",
                    "file",
                    "type",
                    "message",
                    "data",
                    "costUsd",
                    "millis",
                    "failures",
                    "failure",
                    "state",
                    "seal");
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "\"\"",
                    "-1",
                    "92233720368547758070",
                    "1e999999999",
                    "1".repeat(2_000),
                    "[]",
                    "{}",
                    "[null]",
                    "{\"\":null}",
                    "{\"message\":{}}",
                    "[{\"cause\":7,\"issues\":[null]}]",
                    "\"SEALED\"",
                    "\"NOTE\"",
                    "\"+1000000000-12-31T23:59:59Z\"",
                    "\"../../other\"",
                    "\"\\ud800\\u0000\\r\\n\\u001b[2J</script>\"",
                    "\"" + "x".repeat(100_000) + "\"",
                    "[".repeat(5_000) + "]".repeat(5_000),
                    "[".repeat(100) + "]".repeat(100));

    private static Path evidence;

    @BeforeContainer
    static void makeEvidence() throws IOException {
        evidence = Files.createTempDirectory("events");
    }

    @AfterContainer
    static void removeEvidence() throws IOException {
        AtomicFiles.deleteTree(evidence);
    }

    private static List<Event> told(byte[] bytes) throws IOException {
        Path file = evidence.resolve(JobDirectory.EVENTS);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        List<Event> told = new ArrayList<>();
        new AgentEvents(SPEC).read(evidence, told::add);
        for (Event event : told) {
            assertThat(event.run()).isEqualTo(SPEC.run());
            assertThat(EventLine.place(event)).isEqualTo("m1/lint#2");
            assertThat(event.type()).isNotIn(Event.Type.SEALED, Event.Type.ATTEMPT_ENDED);
            assertThat(Instant.parse(event.time())).isBeforeOrEqualTo(Instant.now());
            assertThat(EventLine.what(event)).doesNotContain("\n", "\u001b");
            assertThat(Json.canonical(event)).isNotEmpty();
        }
        return told;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Example
    void whatAWorkerTellsIsTold() throws IOException {
        List<Event> told = told(bytes(WHOLE + "\n" + WHOLE + "\ntorn"));

        assertThat(told).extracting(Event::message).containsExactly("done", "done");
    }

    @Property(tries = 100)
    void anyBytes(@ForAll byte[] bytes) throws IOException {
        told(bytes);
    }

    @Property(tries = 400)
    void anotherValueSomewhere(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String key = KEYS.get(random.nextInt(KEYS.size()));
        String value = VALUES.get(random.nextInt(VALUES.size()));
        boolean within = random.nextBoolean();
        String line =
                within
                        ? WHOLE.replace("\"costUsd\":0.5", "\"" + key + "\":" + value)
                        : WHOLE.replaceFirst(
                                "\"" + key + "\":(\"[^\"]*\"|[0-9]+)",
                                Matcher.quoteReplacement("\"" + key + "\":" + value));
        told(bytes(line + "\n" + WHOLE + "\n"));
    }

    @Property(tries = 200)
    void damagedBytes(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        byte[] bytes = bytes(WHOLE + "\n" + WHOLE + "\n");
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        told(bytes);
    }

    @Example
    void whatWouldFillTheMemoryIsNotRead() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        while (many.size() < 15 << 20) {
            many.writeBytes(bytes(WHOLE + "\n"));
        }
        assertThat(told(many.toByteArray())).hasSizeLessThanOrEqualTo(20_000);
        many.writeBytes(new byte[2 << 20]);
        assertThat(told(many.toByteArray())).isEmpty();
    }
}
