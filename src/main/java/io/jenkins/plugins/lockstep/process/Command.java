package io.jenkins.plugins.lockstep.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param argv program and arguments; no shell is put between
 * @param directory where it runs
 * @param environment all of it: nothing is inherited
 * @param stdin a file for standard input; null for an empty one
 * @param sandbox what it may reach; {@link Sandbox#NONE} for all that we can
 */
public record Command(
        List<String> argv,
        Path directory,
        Map<String, String> environment,
        Path stdin,
        Sandbox sandbox) {
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }
}
