package io.jenkins.plugins.lockstep.agent;

import io.jenkins.plugins.lockstep.process.Sandbox;
import java.nio.file.Path;
import java.util.Map;

/**
 * One session of a coding agent that is to be run.
 *
 * @param session its id, unique in the run
 * @param phase for which it works
 * @param file the one file that it is to mend, relative to the checkout; empty if none
 * @param prompt what it is told
 * @param checkout where it works
 * @param in what it may read besides; its prompt file is written there
 * @param out where it leaves evidence
 * @param log of what it prints; if it has to be tried again after a rate limit, the earlier logs
 *     are kept beside it as {@code <name>.limited-1} …
 * @param environment what the agent gets besides a minimal one and the variables that the plan
 *     names
 * @param sandbox what it may reach
 */
public record SessionSpec(
        String session,
        String phase,
        String file,
        String prompt,
        Path checkout,
        Path in,
        Path out,
        Path log,
        Map<String, String> environment,
        Sandbox sandbox) {
    public SessionSpec {
        environment = Map.copyOf(environment);
    }
}
