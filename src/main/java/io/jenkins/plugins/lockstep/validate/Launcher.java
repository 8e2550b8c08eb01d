package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.process.Command;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Ended;
import java.io.IOException;
import java.nio.file.Path;

/** Runs a process to its end within a tool's limits. */
@FunctionalInterface
interface Launcher {
    Ended run(Command command, Deadline deadline, Path log)
            throws IOException, InterruptedException;
}
