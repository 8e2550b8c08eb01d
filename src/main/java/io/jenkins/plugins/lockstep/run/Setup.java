package io.jenkins.plugins.lockstep.run;

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

/** Runs {@code workspace.setup} in a checkout, before anybody else works there. */
public final class Setup implements SetupRunner {
    private final ProcessRunner processes;
    private final Limits limits;
    private final Path work;

    public Setup(ProcessRunner processes, Limits limits, Path work) {
        this.processes = processes;
        this.limits = limits;
        this.work = work;
    }

    @Override
    public void run(Path checkout, List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path log = Files.createTempFile(work, "setup-", ".log");
        Ended ended =
                processes.run(
                        new Command(command, checkout, Environments.minimal(), null, Sandbox.NONE),
                        Deadline.in(limits.tool(), "workspace.setup"),
                        new Caps(limits.logBytes(), limits.memoryBytes(), 0, null),
                        log,
                        null);
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
}
