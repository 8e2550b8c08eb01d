package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs {@code workspace.setup} in a checkout, with the engine's limits and log. */
@FunctionalInterface
public interface SetupRunner {
    /**
     * @throws IOException if the command failed; the checkout is then thrown away
     */
    void run(Path checkout, List<String> command) throws IOException, InterruptedException;
}
