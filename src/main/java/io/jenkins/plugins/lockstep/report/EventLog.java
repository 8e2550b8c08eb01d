package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads a run's {@code events.jsonl}, also while it is being written: from where the last call
 * stopped to the last whole line. Lines that are no event (torn, too long, of a newer version) are
 * counted and left out.
 */
public final class EventLog {
    /** Longest line that is read, in bytes. */
    public static final int MAX_LINE = 8 << 20;

    private final Path file;
    private long position;
    private long unreadable;

    public EventLog(Path file) {
        this.file = file;
    }

    /** Gives all events of a file, in its order, and the number of lines that were none. */
    public static long read(Path file, Consumer<Event> to) throws IOException {
        EventLog log = new EventLog(file);
        log.readOn(to);
        return log.unreadable();
    }

    /**
     * Gives the events that have come since the last call.
     *
     * @throws IOException if the file cannot be read
     */
    public void readOn(Consumer<Event> to) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            in.skipNBytes(Math.min(position, Files.size(file)));
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long length = 0;
            for (int next = in.read(); next >= 0; next = in.read()) {
                length++;
                if (next != '\n') {
                    if (length <= MAX_LINE) {
                        line.write(next);
                    }
                    continue;
                }
                if (length > MAX_LINE) {
                    unreadable++;
                } else if (length > 1) {
                    give(line.toByteArray(), to);
                }
                position += length;
                length = 0;
                line.reset();
            }
        }
    }

    /** Lines so far that were no event. */
    public long unreadable() {
        return unreadable;
    }

    private void give(byte[] line, Consumer<Event> to) {
        Event event;
        try {
            event = Json.read(line, Event.class);
        } catch (IOException e) {
            unreadable++;
            return;
        }
        if (event.type() == null) {
            unreadable++;
            return;
        }
        to.accept(whole(event));
    }

    private static Event whole(Event event) {
        return new Event(
                text(event.time()),
                text(event.run()),
                event.milestone(),
                text(event.phase()),
                event.attempt(),
                text(event.session()),
                text(event.file()),
                event.type(),
                text(event.message()),
                event.data() == null ? Map.of() : event.data());
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
