package io.jenkins.plugins.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Event.Type;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDataBuilderTest {
    @TempDir Path directory;

    private static RunData data(List<Event> events) {
        RunDataBuilder builder = new RunDataBuilder();
        events.forEach(builder::take);
        return builder.build();
    }

    private static Phase phase(RunData run, String name) {
        return run.milestones().get(0).phases().stream()
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path write(List<Event> events) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Event event : events) {
            out.write(Json.canonical(event));
            out.write('\n');
        }
        return Files.write(directory.resolve("events.jsonl"), out.toByteArray());
    }

    @Test
    void tellsAProvenRun() {
        RunData run = data(SampleRuns.proven());
        assertThat(run.state()).isEqualTo(State.PROVEN);
        assertThat(run.project()).isEqualTo("corner-shop");
        assertThat(run.phases()).isEqualTo(SampleRun.PHASES);
        assertThat(run.milestones().get(0).state()).isEqualTo(State.PROVEN);
        Phase test = phase(run, "test");
        assertThat(test.attempts())
                .extracting(a -> a.state())
                .containsExactly(State.FAILED, State.PROVEN);
        assertThat(test.failures()).as("it is proven in the end").isEmpty();
        assertThat(test.sealedAttempt()).isEqualTo(2);
        assertThat(test.directory()).isEqualTo("evidence/m1/test/2");
        assertThat(test.after()).containsExactly("lint", "typecheck");
        assertThat(phase(run, "lint").attempts().get(0).sessions()).hasSize(6);
        assertThat(phase(run, "lint").costUsd()).isBetween(0.05, 0.06);
        assertThat(run.milestones().get(0).gates()).hasSize(2);
    }

    @Test
    void tellsAFailedRun() {
        RunData run = data(SampleRuns.failed());
        assertThat(run.state()).isEqualTo(State.FAILED);
        assertThat(phase(run, "research").state()).isEqualTo(State.REUSED);
        assertThat(phase(run, "planning").state()).isEqualTo(State.WAIVED);
        assertThat(phase(run, "planning").reason()).isEqualTo("planned by hand");
        assertThat(phase(run, "lint").state()).isEqualTo(State.PROVEN);
        assertThat(phase(run, "commit").state()).isEqualTo(State.BLOCKED);
        Phase typecheck = phase(run, "typecheck");
        assertThat(typecheck.state()).isEqualTo(State.FAILED);
        assertThat(typecheck.failures()).as("told by two events, once").hasSize(1);
        assertThat(typecheck.failures().get(0).retry())
                .isEqualTo("lockstep resume --milestone 1 --phase typecheck");
        assertThat(typecheck.failures().get(0).failure().issues()).hasSize(60);
    }

    @Test
    void theFileSaysTheSameAsTheMemory() throws IOException {
        for (List<Event> events : List.of(SampleRuns.proven(), SampleRuns.failed())) {
            assertThat(RunDataBuilder.read(write(events)).build()).isEqualTo(data(events));
        }
    }

    @Test
    void everyBeginningOfARunCanBeTold() {
        for (List<Event> events : List.of(SampleRuns.proven(), SampleRuns.failed())) {
            RunDataBuilder builder = new RunDataBuilder();
            for (Event event : events) {
                builder.take(event);
                RunData live = builder.buildLive(event.time());
                boolean ended = event.type() == Type.RUN_ENDED;
                assertThat(live.state() == State.RUNNING).isEqualTo(!ended);
                RunData cut = builder.build();
                assertThat(cut.milestones().get(0).phases())
                        .noneMatch(phase -> phase.state() == State.RUNNING);
                assertThat(HtmlReport.page(cut, null)).contains("</html>");
            }
        }
    }

    @Test
    void aKilledRunIsInterrupted() {
        List<Event> events = SampleRuns.proven();
        int middle = 0;
        while (events.get(middle).type() != Type.SESSION_STARTED) {
            middle++;
        }
        RunData run = data(events.subList(0, middle + 1));
        assertThat(run.state()).isEqualTo(State.INTERRUPTED);
        Phase research = phase(run, "research");
        assertThat(research.state()).isEqualTo(State.INTERRUPTED);
        assertThat(research.attempts().get(0).sessions().get(0).state())
                .isEqualTo(State.INTERRUPTED);
        assertThat(phase(run, "planning").state()).isEqualTo(State.PENDING);
    }

    @Test
    void aFailedPrerequisiteBlocks() {
        List<Event> events = new ArrayList<>();
        SampleRun run = new SampleRun(events::add, List.of("lint"));
        run.begin(Map.of(1, "One"));
        Failure failure = Failure.of("gate", Cause.PREREQUISITE, "architecture is not sealed");
        run.event(1, "lint", 0, Type.FAILED, "", Map.of("failure", failure));
        assertThat(phase(data(events), "lint").state()).isEqualTo(State.BLOCKED);
    }

    @Test
    void theLedgerFillsInWhatTheEventsDoNotSay() {
        RunDataBuilder builder = new RunDataBuilder();
        SampleRun run = new SampleRun(builder::take, List.of("lint"));
        run.begin(Map.of(1, "One"));
        RunData.Evidence file = new RunData.Evidence("lint.sarif", "sha256:2", 7);
        builder.take(new SealedPhase("r", 1, "lint", 3, "sha256:1", "c0ffee", List.of(file)));
        Phase lint = phase(builder.build(), "lint");
        assertThat(lint.state()).isEqualTo(State.PROVEN);
        assertThat(lint.evidence()).containsExactly(file);
        assertThat(lint.directory()).isEqualTo("evidence/m1/lint/3");
    }

    @Test
    void linesThatAreNoEventsAreCounted() throws IOException {
        Path file = write(SampleRuns.proven());
        String whole = Files.readString(file);
        Files.writeString(
                file, "nonsense\n{}\nnull\n[1]\n{\"type\":\"NEW_TYPE\"}\n" + whole + "{\"torn");
        RunData run = RunDataBuilder.read(file).build();
        assertThat(run.unreadable()).isEqualTo(5);
        assertThat(run.state()).isEqualTo(State.PROVEN);
    }

    @Test
    void oddDataIsNoReasonToFail() {
        RunDataBuilder builder = new RunDataBuilder();
        SampleRun run = new SampleRun(builder::take, List.of("lint"));
        Map<String, Object> odd =
                Map.of(
                        "milestones",
                        "many",
                        "phases",
                        List.of(1, Map.of("name", 7, "after", "x")),
                        "failure",
                        "it broke",
                        "failures",
                        List.of(Map.of("cause", "NEW_CAUSE", "issues", 3)),
                        "evidence",
                        List.of("just-a-name", 5),
                        "costUsd",
                        "free",
                        "millis",
                        -1,
                        "exitCode",
                        "none");
        for (Type type : Type.values()) {
            run.event(0, "", 0, type, "", odd);
            run.event(1, "lint", 1, type, "", odd);
            run.event(1, "gate:", 0, type, "", odd);
            run.event(-1, "gate:a+b", -1, type, "", odd);
        }
        assertThat(HtmlReport.page(builder.build(), "../../evidence")).contains("</html>");
    }

    @Test
    void readsOnWhileTheFileGrows() throws IOException {
        List<Event> events = SampleRuns.proven();
        Path file = write(events);
        byte[] whole = Files.readAllBytes(file);
        EventLog log = new EventLog(file);
        List<Event> read = new ArrayList<>();
        for (int length : new int[] {0, 10, 500, 501, whole.length / 2, whole.length}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            log.readOn(read::add);
        }
        assertThat(read).hasSameSizeAs(events);
        assertThat(log.unreadable()).isZero();
    }

    @Test
    void writesBothFiles() throws IOException {
        write(SampleRuns.failed());
        Path report = RunReports.write(directory, List.of());
        assertThat(Files.readString(report)).contains("What failed");
        RunData run = Json.read(Files.readAllBytes(directory.resolve("run.json")), RunData.class);
        assertThat(run).isEqualTo(data(SampleRuns.failed()));
        try (var files = Files.list(directory)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("events.jsonl", "run.json", "report.html");
        }
    }
}
