package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.EventLine;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunDataBuilder;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Shows a run while it goes on: a tree drawn anew in place on a terminal, else a line for each
 * event. Takes events from any thread. Closing it ends its thread, gives the cursor back and prints
 * the summary.
 */
public final class LiveView implements AutoCloseable {
    private static final long FRAME_MILLIS = 150;
    private static final int FRAMES_BETWEEN_SIZES = 20;
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final PrintStream out;
    private final Supplier<Terminal> terminals;
    private final Clock clock;
    private final RunDataBuilder builder = new RunDataBuilder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private final List<String> above = new ArrayList<>();
    private final Thread painter;
    private final Thread cursorGuard;
    private Terminal terminal;
    private List<String> shown = List.of();
    private boolean closed;
    private boolean begun;

    /** Shows on standard output. */
    public static LiveView onStandardOutput() {
        return new LiveView(System.out, Terminal::detect, Clock.systemUTC());
    }

    /** Shows plain lines on standard output, whatever it leads to. */
    public static LiveView plain() {
        return new LiveView(System.out, Terminal::none, Clock.systemUTC());
    }

    /**
     * @param terminals what {@code out} leads to, asked again now and then
     */
    LiveView(PrintStream out, Supplier<Terminal> terminals, Clock clock) {
        this.out = out;
        this.terminals = terminals;
        this.clock = clock;
        terminal = terminals.get();
        painter = terminal.interactive() ? new Thread(this::paint, "lockstep-live-view") : null;
        cursorGuard = painter == null ? null : new Thread(this::showCursor, "lockstep-cursor");
        if (painter != null) {
            Runtime.getRuntime().addShutdownHook(cursorGuard);
            painter.start();
        }
    }

    /** Takes what happened. */
    public void accept(Event event) {
        lock.lock();
        try {
            builder.take(event);
            begun = true;
            if (closed || !terminal.interactive()) {
                print(plain(event));
            } else if (isNotable(event)) {
                above.add(plain(event));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The run as it stands. */
    public RunData data() {
        lock.lock();
        try {
            return builder.build();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
        if (painter != null) {
            join();
            removeGuard();
        }
        if (begun) {
            SummaryTable.lines(data(), terminal).forEach(this::print);
        }
        out.flush();
    }

    /** The painter's life: a frame now and then, until closed. */
    private void paint() {
        lock.lock();
        try {
            for (long tick = 0; !closed; tick++) {
                if (tick % FRAMES_BETWEEN_SIZES == FRAMES_BETWEEN_SIZES - 1) {
                    Terminal now = terminals.get();
                    terminal = now.interactive() ? now : terminal;
                }
                if (begun) {
                    String now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
                    draw(ProgressTree.lines(builder.buildLive(now), terminal, tick));
                }
                closing.await(FRAME_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            draw(List.of());
            out.print(SHOW_CURSOR);
            out.flush();
            lock.unlock();
        }
    }

    /** Replaces the last frame, in one write so that it does not flicker. */
    private void draw(List<String> frame) {
        StringBuilder text = new StringBuilder("\u001b[?2026h").append(HIDE_CURSOR);
        if (!shown.isEmpty()) {
            text.append("\u001b[").append(shown.size()).append("A\r");
        }
        for (String line : above) {
            String cut = new TextLine(terminal.columns() - 1, false).add(line).toString();
            text.append(cut).append("\u001b[K\n");
        }
        for (String line : frame) {
            text.append(line).append("\u001b[K\n");
        }
        out.print(text.append("\u001b[J\u001b[?2026l"));
        out.flush();
        above.clear();
        shown = frame;
    }

    private void join() {
        boolean interrupted = false;
        while (painter.isAlive()) {
            try {
                painter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void removeGuard() {
        try {
            Runtime.getRuntime().removeShutdownHook(cursorGuard);
        } catch (IllegalStateException e) {
            // The machine goes down already, and the guard does no harm then.
            return;
        }
    }

    private void showCursor() {
        out.print(SHOW_CURSOR);
        out.flush();
    }

    private void print(String line) {
        out.println(line);
    }

    /** What should stay to be read, although the tree moves on. */
    private static boolean isNotable(Event event) {
        return switch (event.type()) {
            case FAILED -> true;
            case ATTEMPT_ENDED -> !"proven".equals(event.data().get("state"));
            case NOTE -> event.milestone() == 0;
            default -> false;
        };
    }

    private String plain(Event event) {
        String place = EventLine.place(event);
        String line =
                time(event) + (place.isEmpty() ? "" : " " + place) + " " + EventLine.what(event);
        return terminal.unicode() ? line : line.replace('·', '-');
    }

    private static String time(Event event) {
        try {
            return DateTimeFormatter.ofPattern("HH:mm:ss")
                    .withZone(ZoneId.systemDefault())
                    .format(Instant.parse(event.time()));
        } catch (DateTimeParseException e) {
            return "--:--:--";
        }
    }
}
