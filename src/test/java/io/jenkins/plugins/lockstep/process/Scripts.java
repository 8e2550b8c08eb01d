package io.jenkins.plugins.lockstep.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Real little programs for tests, and a look at what is left of them. */
final class Scripts {
    static final String MARK = "LOCKSTEP_TEST_MARK";

    private Scripts() {}

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20), "test (20s)");
    }

    static String mark() {
        return UUID.randomUUID().toString();
    }

    static Command shell(Path directory, String mark, String script) {
        return command(directory, mark, "sh", "-c", script);
    }

    static Command command(Path directory, String mark, String... argv) {
        Map<String, String> environment = new java.util.HashMap<>(Environments.minimal());
        environment.put(MARK, mark);
        return new Command(List.of(argv), directory, environment, null, Sandbox.NONE);
    }

    /** The processes that live with that mark in their environment or arguments. */
    static List<String> living(String mark) {
        return ProcessTable.snapshot().values().stream()
                .filter(row -> !row.zombie())
                .filter(
                        row ->
                                ProcessTable.hasVariable(row.pid(), MARK, mark)
                                                == ProcessTable.Answer.YES
                                        || commandLine(row.pid()).contains(mark))
                .map(row -> row.pid() + " " + commandLine(row.pid()))
                .collect(Collectors.toList());
    }

    private static String commandLine(long pid) {
        return ProcessHandle.of(pid).flatMap(p -> p.info().commandLine()).orElse("");
    }
}
