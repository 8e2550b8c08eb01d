package io.jenkins.plugins.lockstep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStoryTest {
    @TempDir Path lockstep;
    private Path events;

    @BeforeEach
    void run() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Event event : SampleRuns.proven()) {
            lines.add(new String(Json.canonical(event), "UTF-8"));
        }
        events = Files.write(lockstep.resolve("events.jsonl"), lines);
        for (String file : List.of("Catalog", "Receipt")) {
            log(
                    "evidence/m1/lint/1/logs/lint-" + file + ".log",
                    "{\"type\":\"assistant\",\"message\":{\"content\":[{\"type\":\"text\",\"text\":"
                            + "\"I mend "
                            + file
                            + "\"},{\"type\":\"tool_use\",\"name\":\"Edit\","
                            + "\"input\":{\"file_path\":\""
                            + file
                            + ".java\"}}]}}\n"
                            + "{\"type\":\"result\",\"result\":\"done \\u001b[31m\"}\n");
        }
        log("evidence/m1/lint/1/logs/1/checkstyle.log", "15 errors\n");
        log("evidence/m1/lint/1/logs/2/checkstyle.log", "no errors\n");
        log("failed/m1/test/1/logs/junit.log", "1 tests failed\n");
    }

    private void log(String name, String text) throws IOException {
        Path file = lockstep.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<String> tell(LogStory.Filter filter, boolean raw) throws IOException {
        List<String> lines = new ArrayList<>();
        new LogStory(lockstep, filter, raw, lines::add).tell(events);
        return lines;
    }

    @Test
    void oneFileIsOneStory() throws IOException {
        List<String> lines = tell(new LogStory.Filter(0, "lint", 0, "Receipt.java", ""), false);
        String story = String.join("\n", lines);
        assertThat(story).contains("── m1/lint#1", "session started", "I mend Receipt");
        assertThat(story).contains("> Edit Receipt.java", "= done \uFFFD[31m");
        assertThat(story).doesNotContain("Catalog", "checkstyle", "\u001b", "\"type\"");
    }

    @Test
    void sessionsThatRanAtOnceAreToldOneByOne() throws IOException {
        List<String> lines = tell(new LogStory.Filter(1, "lint", 1, "", ""), false);
        int start = indexOf(lines, "Catalog.java · works");
        assertThat(lines.get(start + 1)).contains("session ended", "Catalog.java");
        assertThat(lines.get(start + 2)).contains("I mend Catalog");
        assertThat(indexOf(lines, "15 errors")).isLessThan(start);
        assertThat(indexOf(lines, "no errors")).isGreaterThan(start);
    }

    @Test
    void aFailedAttemptsLogsAreFound() throws IOException {
        assertThat(tell(new LogStory.Filter(0, "test", 1, "", ""), false))
                .anyMatch(line -> line.contains("1 tests failed"));
    }

    @Test
    void streamsAsTheyCame() throws IOException {
        assertThat(tell(new LogStory.Filter(0, "", 0, "", "lint-Receipt"), true))
                .anyMatch(line -> line.contains("\"type\":\"assistant\""));
    }

    @Test
    void logsOutsideAreNotRead() throws IOException {
        Path secret = Files.writeString(lockstep.resolve("secret.log"), "secret\n");
        Files.createSymbolicLink(lockstep.resolve("evidence/m1/lint/1/logs/tool.log"), secret);
        assertThat(tell(new LogStory.Filter(0, "", 0, "", ""), false))
                .noneMatch(line -> line.contains("secret"));
        assertThat(AttemptLogs.of(lockstep, 1, "../..", 1).rest()).isEmpty();
    }

    @Test
    void otherAgentsStreamsAreReadToo() {
        assertThat(
                        AgentLine.text(
                                "{\"type\":\"item.completed\",\"item\":{\"type\":\"agent_message\",\"text\":\"hi\"}}"))
                .isEqualTo("hi");
        assertThat(
                        AgentLine.text(
                                "{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"hi\"}"))
                .isEqualTo("hi");
        assertThat(AgentLine.text("{\"type\":\"unknown\"}")).isEqualTo("{\"type\":\"unknown\"}");
        assertThat(AgentLine.text("{broken")).isEqualTo("{broken");
        assertThat(AgentLine.text("plain")).isEqualTo("plain");
    }

    private static int indexOf(List<String> lines, String text) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError(text + " is not in\n" + String.join("\n", lines));
    }
}
