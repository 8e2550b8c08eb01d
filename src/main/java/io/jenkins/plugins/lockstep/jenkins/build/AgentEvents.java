package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.EventLog;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What an agent says that happened in one attempt. Only what can happen within an attempt is taken,
 * at the place that the controller knows; none of it has a part in a verdict.
 */
final class AgentEvents {
    private static final long MOST_BYTES = 16L << 20;
    private static final int MOST_EVENTS = 20_000;
    private static final Set<Event.Type> TAKEN =
            EnumSet.of(
                    Event.Type.MERGED,
                    Event.Type.WAITING,
                    Event.Type.SESSION_STARTED,
                    Event.Type.SESSION_ENDED,
                    Event.Type.TOOL_STARTED,
                    Event.Type.TOOL_ENDED,
                    Event.Type.VALIDATOR_PASSED,
                    Event.Type.VALIDATOR_FAILED,
                    Event.Type.NOTE);

    private final AttemptSpec spec;
    private final String now = Instant.now().toString();
    private int count;

    AgentEvents(AttemptSpec spec) {
        this.spec = spec;
    }

    /**
     * @param evidence that came from the agent
     */
    void read(Path evidence, Consumer<Event> to) throws IOException {
        Path file = evidence.resolve(JobDirectory.EVENTS);
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) <= MOST_BYTES) {
            EventLog.read(file, event -> take(event, to));
        }
    }

    private void take(Event event, Consumer<Event> to) {
        if (TAKEN.contains(event.type()) && count++ < MOST_EVENTS) {
            to.accept(
                    new Event(
                            time(event.time()),
                            spec.run(),
                            spec.milestone(),
                            spec.phase(),
                            spec.attempt(),
                            event.session(),
                            event.file(),
                            event.type(),
                            event.message(),
                            event.data()));
        }
    }

    /** The agent's own clock, unless it is no time, or one to come. */
    private String time(String told) {
        try {
            return Instant.parse(told).isAfter(Instant.parse(now)) ? now : told;
        } catch (DateTimeException e) {
            return now;
        }
    }
}
