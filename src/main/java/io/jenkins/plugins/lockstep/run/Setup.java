package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.Confines;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.git.SetupRunner;
import io.jenkins.plugins.lockstep.plan.Limits;
import io.jenkins.plugins.lockstep.process.Caps;
import io.jenkins.plugins.lockstep.process.Command;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Ended;
import io.jenkins.plugins.lockstep.process.Environments;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs {@code workspace.setup} in a checkout, before anybody else works there. It may run what an
 * agent wrote in an earlier phase, so it is confined like a tool.
 */
public final class Setup implements SetupRunner {
    private final ProcessRunner processes;
    private final Limits limits;
    private final Confines confines;
    private final Path work;

    public Setup(ProcessRunner processes, Limits limits, Confines confines, Path work) {
        this.processes = processes;
        this.limits = limits;
        this.confines = confines;
        this.work = work;
    }

    @Override
    public void run(Path checkout, List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path log = Files.createTempFile(work, "setup-", ".log");
        Path temporary = Files.createTempDirectory(work, "setup-");
        Ended ended;
        try {
            ended = run(checkout, command, temporary, log);
        } finally {
            AtomicFiles.deleteTree(temporary);
        }
        if (!ended.succeeded()) {
            throw new IOException(
                    "workspace.setup "
                            + command
                            + " failed ("
                            + ended.how()
                            + ", exit code "
                            + ended.exitCode()
                            + ") "
                            + ended.detail()
                            + "\n"
                            + String.join("\n", ended.lastLines()));
        }
        Files.delete(log);
    }

    private Ended run(Path checkout, List<String> command, Path temporary, Path log)
            throws IOException, InterruptedException {
        Sandbox sandbox = confines.tool(checkout, temporary);
        return processes.run(
                new Command(command, checkout, Environments.minimal(), null, sandbox),
                Deadline.in(limits.tool(), "workspace.setup"),
                new Caps(limits.logBytes(), limits.memoryBytes(), 0, null),
                log,
                null);
    }
}
