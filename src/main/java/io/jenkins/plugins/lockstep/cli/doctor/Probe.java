package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.process.Caps;
import io.jenkins.plugins.lockstep.process.Command;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Ended;
import io.jenkins.plugins.lockstep.process.Environments;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.process.Sandbox;
import io.jenkins.plugins.lockstep.process.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks programs short questions, in the project's directory and with a tool's environment. */
public final class Probe implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long OUTPUT = 1 << 20;

    private final Path directory;
    private final Path log;
    private final Sandboxes sandboxes = Sandboxes.detect();
    private final ProcessRunner runner;

    public Probe(Path directory) throws IOException {
        this.directory = directory;
        this.log = Files.createTempFile("lockstep-doctor", ".log");
        this.runner = new ProcessRunner(log.toString(), sandboxes);
    }

    Sandboxes sandboxes() {
        return sandboxes;
    }

    /** Runs it to its end, for 20 seconds at most. */
    Ended ask(List<String> argv) throws IOException, InterruptedException {
        return ask(argv, Map.of());
    }

    /**
     * @param more variables besides the minimal ones
     */
    Ended ask(List<String> argv, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Environments.minimal());
        environment.put("GIT_OPTIONAL_LOCKS", "0");
        environment.put("GIT_TERMINAL_PROMPT", "0");
        environment.putAll(more);
        Command command = new Command(argv, directory, environment, null, Sandbox.NONE);
        return runner.run(
                command,
                Deadline.in(LIMIT, "doctor (20s)"),
                new Caps(OUTPUT, 0, 0, null),
                log,
                null);
    }

    @Override
    public void close() throws IOException {
        runner.close();
        Files.deleteIfExists(log);
    }
}
