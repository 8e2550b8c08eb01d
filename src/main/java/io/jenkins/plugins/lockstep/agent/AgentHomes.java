package io.jenkins.plugins.lockstep.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where agents keep their own state (transcripts, tokens that they renew): in a sandbox, they fail
 * or ask for a login if they can't write there. What is written there outlives the session, and
 * later sessions read it.
 */
public final class AgentHomes {
    private AgentHomes() {}

    /**
     * What {@code agent.writable} of a plan stands for here. What ends in a slash is a directory,
     * made if it is missing; what else is missing is left out.
     *
     * @throws IOException if a directory can't be made
     */
    public static List<Path> writable(List<String> named, Path home) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String name : named) {
            Path path = name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name);
            if (name.endsWith("/")) {
                Files.createDirectories(path);
            }
            if (Files.exists(path)) {
                paths.add(path);
            }
        }
        return paths;
    }
}
