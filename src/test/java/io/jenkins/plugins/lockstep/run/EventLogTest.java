package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.FaultyFileSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's events stay whole lines, whatever comes between. */
class EventLogTest {
    @TempDir private Path directory;

    private static void emit(EventLog log, String message) {
        log.emit(1, "lint", 1, Event.Type.NOTE, message, Map.of());
    }

    private static List<String> told(Path file, int unreadable) throws IOException {
        List<String> told = new ArrayList<>();
        assertThat(
                        io.jenkins.plugins.lockstep.report.EventLog.read(
                                file, event -> told.add(event.message())))
                .isEqualTo(unreadable);
        return told;
    }

    @Test
    void anInterruptedThreadStillTellsAndLeavesTheLogToTheOthers() throws Exception {
        Path file = directory.resolve("events.jsonl");
        try (EventLog log = new EventLog("r1", file, List.of())) {
            Thread.currentThread().interrupt();
            emit(log, "one");
            assertThat(Thread.interrupted()).isTrue();
            emit(log, "two");
        }
        assertThat(told(file, 0)).containsExactly("one", "two");
    }

    @Test
    void aLineThatCouldOnlyBeWrittenInPartSpoilsNoOther() throws Exception {
        Path file = directory.resolve("events.jsonl");
        AtomicBoolean full = new AtomicBoolean();
        Path faulty =
                FaultyFileSystem.wrap(
                        file,
                        (step, path) -> {
                            if (full.get() && step == FaultyFileSystem.Step.WRITE) {
                                throw new IOException("No space left on device");
                            }
                        });
        try (EventLog log = new EventLog("r1", faulty, List.of())) {
            emit(log, "one");
            full.set(true);
            assertThatThrownBy(() -> emit(log, "two"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("No space left");
            full.set(false);
            emit(log, "three");
        }
        assertThat(told(file, 1)).containsExactly("one", "three");
    }

    @Test
    void whatAKilledWriterLeftTornIsNotGoneOnWith() throws Exception {
        Path file = directory.resolve("events.jsonl");
        try (EventLog log = new EventLog("r1", file, List.of())) {
            emit(log, "one");
        }
        Files.writeString(file, "{\"message\":\"tw", StandardOpenOption.APPEND);
        try (EventLog log = new EventLog("r1", file, List.of())) {
            emit(log, "three");
        }
        try (EventLog log = new EventLog("r1", file, List.of())) {
            emit(log, "four");
        }
        assertThat(told(file, 1)).containsExactly("one", "three", "four");
    }
}
