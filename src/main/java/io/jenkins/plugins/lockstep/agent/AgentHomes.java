package io.jenkins.plugins.lockstep.agent;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where agents keep their own state (transcripts, tokens that they renew): in a sandbox, they fail
 * or ask for a login if they can't write there. Who adds these to a {@link
 * io.jenkins.plugins.lockstep.process.Sandbox}'s writable directories lets a session change the
 * settings of later ones; who doesn't, gives them read-only.
 */
public final class AgentHomes {
    /** Names further directories that agents may write, separated as in {@code PATH}. */
    public static final String WRITABLE = "LOCKSTEP_AGENT_WRITABLE";

    private AgentHomes() {}

    /**
     * Those of that dialect's agent, and those that {@link #WRITABLE} names, as far as they exist.
     *
     * @param environment the agent's; for {@link #WRITABLE}, give ours
     */
    public static List<Path> writable(String dialect, Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        List<Path> paths = new ArrayList<>();
        switch (dialect) {
            case "claude" -> {
                paths.add(named(environment, "CLAUDE_CONFIG_DIR", home.resolve(".claude")));
                paths.add(home.resolve(".claude.json"));
            }
            case "codex" -> paths.add(named(environment, "CODEX_HOME", home.resolve(".codex")));
            case "gemini" -> paths.add(home.resolve(".gemini"));
            default -> {
                // Others name theirs themselves.
            }
        }
        for (String path : environment.getOrDefault(WRITABLE, "").split(File.pathSeparator)) {
            if (!path.isBlank()) {
                paths.add(Path.of(path.strip()));
            }
        }
        return paths.stream().filter(path -> path.isAbsolute() && Files.exists(path)).toList();
    }

    private static Path named(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? otherwise : Path.of(value);
    }
}
