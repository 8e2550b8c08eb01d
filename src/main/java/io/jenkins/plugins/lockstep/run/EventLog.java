package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.base.Uninterrupted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A run's {@code events.jsonl}: one writer, one line an event, whole lines only. Also tells whoever
 * listens.
 */
public final class EventLog implements AutoCloseable {
    private final String run;
    private final Path file;
    private final List<Consumer<Event>> listeners;
    private final Clock clock;
    private FileChannel channel;
    private boolean torn;

    /** Appends to the file, creating it if need be. */
    public EventLog(String run, Path file, List<Consumer<Event>> listeners) throws IOException {
        this(run, file, listeners, Clock.systemUTC());
    }

    EventLog(String run, Path file, List<Consumer<Event>> listeners, Clock clock)
            throws IOException {
        this.clock = clock;
        this.run = run;
        this.file = file;
        this.listeners = List.copyOf(listeners);
        this.channel = open(file);
        this.torn = !endsWhole(file);
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Whether the last line is whole, which a kill may have prevented. */
    private static boolean endsWhole(Path file) throws IOException {
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return written.size() == 0
                    || written.read(last, written.size() - 1) == 1 && last.get(0) == '\n';
        }
    }

    /** What happens in one place of the run. */
    public EventSink at(int milestone, String phase, int attempt) {
        return (type, session, file, message, data) -> {
            // The time is taken where the order is.
            synchronized (this) {
                write(
                        new Event(
                                now(), run, milestone, phase, attempt, session, file, type, message,
                                data));
            }
        };
    }

    public void emit(
            int milestone,
            String phase,
            int attempt,
            Event.Type type,
            String text,
            Map<String, Object> data) {
        at(milestone, phase, attempt).emit(type, "", "", text, data);
    }

    /** Takes an event that somebody else noted, as it is. */
    public void take(Event event) {
        write(event);
    }

    private synchronized void write(Event event) {
        byte[] line = Json.canonical(event);
        try {
            Uninterrupted.run(() -> append(line));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the run's events: " + e.getMessage(), e);
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    /** What could be written of a line only in part stays a line of its own, which is no event. */
    private void append(byte[] line) throws IOException {
        if (!channel.isOpen()) {
            channel = open(file);
        }
        ByteBuffer whole = ByteBuffer.allocate(line.length + 2);
        if (torn) {
            whole.put((byte) '\n');
        }
        whole.put(line).put((byte) '\n').flip();
        torn = true;
        while (whole.hasRemaining()) {
            channel.write(whole);
        }
        torn = false;
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}
