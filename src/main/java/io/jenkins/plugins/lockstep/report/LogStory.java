package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A run's logs as one story: attempt by attempt, and in an attempt session by session, however many
 * of them ran at once. Each tool's and session's log stands where it ended.
 */
public final class LogStory {
    /**
     * What to tell; zero and empty mean all.
     *
     * @param file a path, or its end
     */
    public record Filter(int milestone, String phase, int attempt, String file, String session) {
        /** Whether an event is part of what is to be told. */
        public boolean takes(Event event) {
            return (milestone == 0 || event.milestone() == milestone)
                    && (phase.isEmpty() || event.phase().equals(phase))
                    && (attempt == 0 || event.attempt() == attempt)
                    && (session.isEmpty() || event.session().equals(session))
                    && (file.isEmpty()
                            || event.file().equals(file)
                            || event.file().endsWith("/" + file));
        }

        /** Whether it narrows down to single sessions. */
        boolean ofSessions() {
            return !file.isEmpty() || !session.isEmpty();
        }
    }

    private final Path lockstep;
    private final Filter filter;
    private final boolean raw;
    private final Consumer<String> to;

    /**
     * @param lockstep the directory {@code .lockstep}
     * @param raw to give agents' streams as they came, instead of what they say
     * @param to takes the lines, safe for a terminal
     */
    public LogStory(Path lockstep, Filter filter, boolean raw, Consumer<String> to) {
        this.lockstep = lockstep;
        this.filter = filter;
        this.raw = raw;
        this.to = to;
    }

    /**
     * Tells what has happened so far.
     *
     * @return how many events were told
     * @throws IOException if the events or a log can't be read
     */
    public int tell(Path events) throws IOException {
        Map<String, List<Event>> places = new LinkedHashMap<>();
        EventLog.read(
                events,
                event -> {
                    if (filter.takes(event)) {
                        places.computeIfAbsent(EventLine.place(event), p -> new ArrayList<>())
                                .add(event);
                    }
                });
        int told = 0;
        for (Map.Entry<String, List<Event>> place : places.entrySet()) {
            if (!place.getKey().isEmpty()) {
                to.accept("");
                to.accept("── " + place.getKey());
            }
            place(place.getValue());
            told += place.getValue().size();
        }
        return told;
    }

    /**
     * Tells one event as it comes, with the log of what ended by it.
     *
     * @throws IOException if the log can't be read
     */
    public void tellLive(Event event) throws IOException {
        if (filter.takes(event)) {
            String place = EventLine.place(event);
            String at = place.isEmpty() ? "" : place + " ";
            to.accept(clock(event) + " " + at + EventLine.what(event));
            if (isEnd(event)) {
                log(logsOf(event).next(event), event);
            }
        }
    }

    private void place(List<Event> events) throws IOException {
        AttemptLogs logs = logsOf(events.get(0));
        Set<String> sessions = new HashSet<>();
        for (Event event : events) {
            if (event.session().isEmpty()) {
                one(event, logs);
            } else if (sessions.add(event.session())) {
                for (Event other : events) {
                    if (other.session().equals(event.session())) {
                        one(other, logs);
                    }
                }
            }
        }
        if (!filter.ofSessions()) {
            for (Path log : logs.rest()) {
                to.accept("        log " + SafeText.line(log.getFileName().toString()));
                log(log, false);
            }
        }
    }

    private void one(Event event, AttemptLogs logs) throws IOException {
        to.accept(clock(event) + " " + EventLine.what(event));
        log(logs.next(event), event);
    }

    private static boolean isEnd(Event event) {
        return event.type() == Event.Type.SESSION_ENDED || event.type() == Event.Type.TOOL_ENDED;
    }

    private AttemptLogs logsOf(Event event) throws IOException {
        return AttemptLogs.of(lockstep, event.milestone(), event.phase(), event.attempt());
    }

    private void log(Optional<Path> log, Event event) throws IOException {
        boolean agents = !raw && event.type() == Event.Type.SESSION_ENDED;
        if (log.isPresent() && !log(log.get(), agents)) {
            Optional<Path> moved = logsOf(event).next(event);
            if (moved.isPresent()) {
                log(moved.get(), agents);
            }
        }
    }

    /**
     * @return whether it was there
     */
    private boolean log(Path log, boolean agents) throws IOException {
        try {
            AttemptLogs.lines(
                    log,
                    line -> {
                        String text = agents ? AgentLine.text(line) : line;
                        if (!text.isEmpty() || !agents) {
                            SafeText.lines(text)
                                    .lines()
                                    .forEach(part -> to.accept("      │ " + part));
                        }
                    });
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The time of day, UTC. */
    private static String clock(Event event) {
        String time = event.time();
        return SafeText.line(time.length() >= 23 ? time.substring(11, 23) : time);
    }
}
