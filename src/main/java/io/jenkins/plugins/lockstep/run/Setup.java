package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.Confines;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
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
    private final Path logs;
    private final EventSink events;

    /**
     * @param work where the command's temporary files may be
     * @param logs where the log of a setup that failed stays
     */
    public Setup(
            ProcessRunner processes,
            Limits limits,
            Confines confines,
            Path work,
            Path logs,
            EventSink events) {
        this.processes = processes;
        this.limits = limits;
        this.confines = confines;
        this.work = work;
        this.logs = logs;
        this.events = events;
    }

    @Override
    public void run(Path checkout, List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(logs);
        Path log = Files.createTempFile(logs, "setup-", ".log");
        Path temporary = Files.createTempDirectory(Files.createDirectories(work), "setup-");
        Ended ended;
        try {
            ended = run(checkout, command, temporary, log);
        } finally {
            AtomicFiles.deleteTree(temporary);
        }
        if (!ended.succeeded()) {
            throw new SetupFailedException(failure(command, ended, log));
        }
        Files.delete(log);
        events.note(
                "workspace.setup made a checkout ready in %.1f s"
                        .formatted(ended.time().toMillis() / 1000.0));
    }

    private static Failure failure(List<String> command, Ended ended, Path log) {
        boolean exited = ended.how() == Ended.How.EXITED;
        String how = exited ? "exit code " + ended.exitCode() : ended.detail();
        return new Failure(
                "workspace.setup",
                Cause.SETUP_FAILED,
                "the setup of a checkout failed: "
                        + how
                        + "; try it by hand in a fresh clone of the repository",
                "",
                "",
                0,
                command,
                exited ? ended.exitCode() : null,
                List.of(),
                log.toString(),
                ended.lastLines());
    }

    private Ended run(Path checkout, List<String> command, Path temporary, Path log)
            throws IOException, InterruptedException {
        Sandbox sandbox = confines.tool(checkout, temporary);
        return processes.run(
                new Command(command, checkout, Environments.minimal(), null, sandbox),
                Deadline.of(limits.tool(), "workspace.setup"),
                new Caps(limits.logBytes(), limits.memoryBytes(), 0, null),
                log,
                null);
    }
}
