package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunDataBuilder;
import io.jenkins.plugins.lockstep.report.SampleRun;
import io.jenkins.plugins.lockstep.report.SampleRuns;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-03-01T09:01:00Z"), ZoneOffset.UTC);
    private static final Terminal WIDE = new Terminal(true, true, true, 100, 30);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String show(Terminal terminal, List<Event> events) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try (LiveView view = new LiveView(out, () -> terminal, CLOCK)) {
            events.forEach(view::accept);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static RunData live(List<Event> events) {
        RunDataBuilder builder = new RunDataBuilder();
        events.forEach(builder::take);
        return builder.buildLive(events.get(events.size() - 1).time());
    }

    @Test
    void plainLinesWithoutATerminal() {
        String text = show(Terminal.none(), SampleRuns.proven());
        assertThat(text).contains(" m1/lint#1 session started · src/main/java/shop/Main.java");
        assertThat(text).contains(" m1/lint#1 checkstyle ended · exit 6 · 15 issues");
        assertThat(text).contains("proven: 11 of 11 phases").doesNotContain("\u001b");
    }

    @Test
    void drawsInPlaceAndGivesTheCursorBack() {
        Screen screen = new Screen(100, 30);
        screen.write(show(WIDE, SampleRuns.failed()));
        assertThat(screen.cursor).isTrue();
        assertThat(screen.text()).contains("✗ failed", "⊘ blocked", "↻ reused", "– waived");
        assertThat(screen.text()).contains("javac: no progress", "and 50 more", "exit code: 1");
        assertThat(screen.text())
                .contains("retry: lockstep resume --milestone 1 --phase typecheck");
        assertThat(screen.text()).contains("log: .lockstep/failed/m1/typecheck/1/logs/javac.log");
        assertThat(screen.text()).contains("│ error: warnings found and -Werror specified");
        assertThat(screen.text()).as("the tree is gone").doesNotContain("corner-shop  proven");
    }

    @Test
    void closesItsThread() {
        show(WIDE, SampleRuns.proven());
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("lockstep-live-view"));
    }

    @Test
    void theTreeShowsWhatRuns() {
        List<Event> events = SampleRuns.proven();
        int at = 0;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).session().equals("lint-Receipt")) {
                at = i;
                break;
            }
        }
        List<String> lines = ProgressTree.lines(live(events.subList(0, at + 1)), WIDE, 0);
        String text = String.join("\n", lines).replaceAll("\u001b\\[\\d+m", "");
        assertThat(text).contains("corner-shop  proven: 4 of 11 phases", "⠋ M1 Vouchers");
        assertThat(text).contains("✓ architecture", "⠋ lint", "⠋ src/main/java/shop/Receipt.java");
        assertThat(text).contains("· commit");
    }

    @Test
    void fitsOnEveryScreen() {
        List<Event> large = SampleRuns.large(30, 14);
        for (List<Event> events : List.of(SampleRuns.proven(), SampleRuns.failed(), large)) {
            for (int i = 1; i < events.size(); i += 1 + events.size() / 12) {
                RunData run = live(events.subList(0, i));
                for (int[] size : new int[][] {{20, 4}, {40, 8}, {80, 24}, {200, 60}}) {
                    Terminal terminal = new Terminal(true, true, true, size[0], size[1]);
                    List<String> lines = ProgressTree.lines(run, terminal, i);
                    assertThat(lines).hasSizeLessThan(size[1]);
                    assertThat(lines)
                            .allMatch(
                                    line ->
                                            TextLine.width(line.replaceAll("\u001b\\[\\d+m", ""))
                                                    < size[0]);
                }
            }
        }
    }

    @Test
    void foreignTextCannotCommandTheTerminal() {
        List<Event> events = new ArrayList<>();
        SampleRun run = new SampleRun(events::add, List.of("lint"));
        run.begin(Map.of(1, "evil \u001b[2J\u0007 name"));
        run.event(1, "lint", 1, Event.Type.ATTEMPT_STARTED, "", Map.of());
        run.event(
                1, "lint", 1, Event.Type.VALIDATOR_FAILED, "x \u001b]0;title\u0007\r\n", Map.of());
        String plain = show(Terminal.none(), events);
        assertThat(plain).doesNotContain("\u001b", "\u0007");
        bytes.reset();
        Screen screen = new Screen(100, 30);
        screen.write(show(WIDE, events));
        assertThat(screen.text()).contains("Milestone 1: evil \uFFFD[2J\uFFFD name");
    }

    @Test
    void takesEventsFromManyThreads() throws InterruptedException {
        List<Event> events = SampleRuns.proven();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<Thread> threads = new ArrayList<>();
        try (LiveView view = new LiveView(out, () -> WIDE, CLOCK)) {
            for (int t = 0; t < 4; t++) {
                threads.add(new Thread(() -> events.forEach(view::accept)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        Screen screen = new Screen(100, 30);
        screen.write(bytes.toString(StandardCharsets.UTF_8));
        assertThat(screen.text()).contains("11 of 11 phases");
    }

    @Test
    void measuresAndCutsText() {
        assertThat(TextLine.width("日本e\u0301")).isEqualTo(5);
        assertThat(TextLine.cut("日本語", 5)).isEqualTo("日本~");
        assertThat(TextLine.cut("abc", 3)).isEqualTo("abc");
        assertThat(TextLine.cutFront("src/main/Main.java", 10)).isEqualTo("~Main.java");
        assertThat(TextLine.cutFront("short", 10)).isEqualTo("short");
    }
}
