package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
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
    private final OutputStream out;
    private final List<Consumer<Event>> listeners;

    /** Appends to the file, creating it if need be. */
    public EventLog(String run, Path file, List<Consumer<Event>> listeners) throws IOException {
        this.run = run;
        this.out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.listeners = List.copyOf(listeners);
    }

    /** What happens in one place of the run. */
    public EventSink at(int milestone, String phase, int attempt) {
        return (type, session, file, message, data) ->
                write(
                        new Event(
                                now(), run, milestone, phase, attempt, session, file, type, message,
                                data));
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
        byte[] whole = java.util.Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        try {
            out.write(whole);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the run's events: " + e.getMessage(), e);
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
