package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.report.SampleRuns;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LogsAndReportCommandTest {
    @TempDir Path project;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object command, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-C", project.toString()));
        all.addAll(List.of(arguments));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private Path append(String run, List<Event> events) throws IOException {
        Path directory = Files.createDirectories(project.resolve(".lockstep/runs").resolve(run));
        Path file = directory.resolve("events.jsonl");
        for (Event event : events) {
            String line = new String(Json.canonical(event), StandardCharsets.UTF_8) + "\n";
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return directory;
    }

    @Test
    void reportsTheNamedRun() throws IOException {
        Path first = append("first", SampleRuns.failed());
        append("second", SampleRuns.proven());
        assertThat(run(new ReportCommand(), "--run", "first")).isZero();
        assertThat(out.toString()).contains(first.resolve("report.html").toString());
        assertThat(first.resolve("run.json")).isNotEmptyFile();
    }

    @Test
    void saysWhatThereIsInstead() throws IOException {
        assertThat(run(new ReportCommand())).isEqualTo(2);
        assertThat(err.toString()).contains("has no runs yet");
        append("first", SampleRuns.failed());
        assertThat(run(new ReportCommand(), "--run", "../..")).isEqualTo(2);
        assertThat(err.toString()).contains("no run ../..; there are: first");
        assertThat(run(new LogsCommand(), "--phase", "security")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing in any run fits");
    }

    @Test
    void tellsOneStory() throws IOException {
        append("first", SampleRuns.proven());
        assertThat(run(new LogsCommand(), "--phase", "lint", "--file", "Main.java")).isZero();
        assertThat(out.toString()).contains("m1/lint#1", "Main.java").doesNotContain("Catalog");
    }

    @Test
    @Timeout(60)
    void followsUntilTheRunEnds() throws Exception {
        List<Event> events = SampleRuns.proven();
        append("first", events.subList(0, 10));
        Thread follower = new Thread(() -> run(new LogsCommand(), "--follow", "--phase", "commit"));
        follower.start();
        append("first", events.subList(10, events.size()));
        follower.join();
        assertThat(out.toString()).contains("m1/commit#1 sealed");
        assertThat(err.toString()).isEmpty();
    }
}
