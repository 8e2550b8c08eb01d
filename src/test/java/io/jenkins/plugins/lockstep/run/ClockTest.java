package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.cli.Main;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunDataBuilder;
import io.jenkins.plugins.lockstep.report.RunReports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs while somebody turns the clock, back or on, at every look at it. */
class ClockTest {
    @TempDir private Path directory;
    private final List<Event> events = new ArrayList<>();
    private TinyProject project;
    private Home home;

    /** Each reading is that much later than the one before. */
    private static final class Turned extends Clock {
        private final Instant start;
        private final Duration step;
        private final AtomicLong readings = new AtomicLong();

        Turned(Instant start, Duration step) {
            this.start = start;
            this.step = step;
        }

        @Override
        public Instant instant() {
            return start.plus(step.multipliedBy(readings.getAndIncrement()));
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static Clock back() {
        return new Turned(Instant.now(), Duration.ofHours(-1));
    }

    @BeforeEach
    void project() throws Exception {
        project = TinyProject.in(directory);
        project.change("sandbox: auto", "sandbox: off");
        project.change("limits:", "limits:\n  attempts: 1");
        home = Home.of(project.directory());
    }

    private RunOutcome run(String phase, Clock clock) throws Exception {
        events.clear();
        return Run.execute(
                new RunOptions(project.directory(), project.plan(), phase.isEmpty() ? 0 : 1, phase),
                List.of(events::add),
                clock);
    }

    private List<Event> told(Event.Type type) {
        return events.stream().filter(event -> event.type() == type).toList();
    }

    /**
     * Reports are half an hour older than the tool's start, and all that agents change is of 1999.
     */
    @Test
    void aClockThatGoesBackAllTheTimeChangesNoVerdictAndNoOrder() throws Exception {
        project.agentFirst("trap 'touch -d 1999-01-01 src/*.txt' EXIT");
        Path tests = project.directory().resolve("tools/tests.sh");
        Files.writeString(
                tests,
                Files.readString(tests)
                        .replace(
                                "echo \"$tests tests",
                                "touch -d '30 minutes ago' \"reports/$1.xml\"\necho \"$tests tests"));
        project.git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qam", "Old");

        RunOutcome outcome = run("", back());

        assertThat(outcome.failures()).isEmpty();
        assertThat(told(Event.Type.SEALED)).hasSize(13);
        assertThat(events)
                .extracting(event -> Instant.parse(event.time()))
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(Verifying.verify(home).findings()).isEmpty();
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Old", "Begin");
        List<String> dates = project.git("log", "-2", "--format=%ct", "main").lines().toList();
        assertThat(Long.parseLong(dates.get(0))).isLessThan(Long.parseLong(dates.get(1)));
        assertThat(project.git("status", "--porcelain")).isEmpty();
        RunReports.write(outcome.directory(), List.of());
        RunData told = RunDataBuilder.read(outcome.directory().resolve("events.jsonl")).build();
        assertThat(told.state()).isEqualTo(RunData.State.PROVEN);
        assertThat(told.millis()).isNotNegative();
        assertThat(told.milestones().get(0).phases())
                .allSatisfy(phase -> assertThat(phase.millis()).isNotNegative());
    }

    @Test
    void aRunThatBeginsAYearEarlierComesAfterAllTheSameAndRedoesNothing() throws Exception {
        RunOutcome first = run("planning", Clock.systemUTC());

        Clock yearsAgo = new Turned(Instant.parse("2001-01-01T00:00:00Z"), Duration.ofHours(-1));
        RunOutcome second = run("planning", yearsAgo);

        assertThat(second.failures()).isEmpty();
        assertThat(told(Event.Type.REUSED)).extracting(Event::phase).hasSize(2);
        assertThat(told(Event.Type.ATTEMPT_STARTED)).isEmpty();
        assertThat(second.run()).isGreaterThan(first.run());
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        assertThat(Main.run(out, out, "report", "-C", project.directory().toString())).isZero();
        assertThat(said.toString()).contains(second.run()).doesNotContain(first.run());
        assertThat(Verifying.verify(home).findings()).isEmpty();
    }

    @Test
    void noLimitStrikesBecauseTheClockJumps() throws Exception {
        RunOutcome outcome = run("implement", new Turned(Instant.now(), Duration.ofDays(365)));

        assertThat(outcome.failures()).isEmpty();
        assertThat(told(Event.Type.SEALED)).hasSize(3);
    }

    @Test
    void aLimitStrikesThoughTheClockGoesBack() throws Exception {
        project.agentFirst("exec sleep 600");
        project.change("session: 1m", "session: 1s");

        RunOutcome outcome = run("research", back());

        assertThat(outcome.failures())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.failure().cause()).isEqualTo(Cause.TIME_LIMIT);
                            assertThat(one.failure().message()).contains("session");
                        });
    }

    @Test
    void runsThatBeginInTheSameSecondHaveNamesInTheirOrder() throws Exception {
        Path runs = Files.createDirectories(home.runs());
        Files.createDirectory(runs.resolve("99999999-999999-abcdef"));
        Files.createDirectory(runs.resolve("kept-by-hand"));
        Instant now = Instant.parse("2026-12-31T23:59:59.5Z");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add(RunId.next(runs, now.minusSeconds(i)));
            Files.createDirectory(runs.resolve(names.get(i)));
        }
        assertThat(names).isSorted().doesNotHaveDuplicates();
        assertThat(names.get(0)).startsWith("20261231-235959-");
        assertThat(names.get(4)).startsWith("20270101-000003-");
    }
}
