package io.jenkins.plugins.lockstep.cli.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the coding agents that we know are started. */
final class Agents {
    private static final String CLAUDE =
            """
            # Claude Code. acceptEdits lets it edit files; --allowedTools "Bash(npm test)" and the like
            # let it run programs too.
            command: >-
              claude -p --output-format stream-json --verbose --permission-mode acceptEdits
              --add-dir "$LOCKSTEP_EVIDENCE" --add-dir "$LOCKSTEP_INPUT" --model {model}
            output: claude
            model: sonnet
            # environment: [ANTHROPIC_API_KEY]    # variables of yours that it gets, if it needs any
            """;

    private static final String CODEX =
            """
            # Codex CLI, which reads the prompt from standard input ('-').
            command: >-
              codex exec --json --sandbox workspace-write --add-dir "$LOCKSTEP_EVIDENCE"
              --model {model} -
            output: codex
            model: gpt-5-codex
            # environment: [CODEX_API_KEY]
            """;

    private static final String GEMINI =
            """
            # Gemini CLI. auto_edit lets it edit files; yolo lets it run programs too.
            command: >-
              gemini --output-format stream-json --approval-mode auto_edit
              --include-directories "$LOCKSTEP_EVIDENCE,$LOCKSTEP_INPUT" --model {model}
            output: gemini
            model: gemini-2.5-pro
            # environment: [GEMINI_API_KEY]
            """;

    private static final Map<String, String> ALL =
            Map.of("claude", CLAUDE, "codex", CODEX, "gemini", GEMINI);

    /** The order in which they are looked for. */
    static final List<String> NAMES = List.of("claude", "codex", "gemini");

    private Agents() {}

    /** The plan's part with one agent, and the others as comments. */
    static String section(String chosen) {
        StringBuilder text = new StringBuilder();
        text.append("# The coding agent. The prompt comes on its standard input.\nagent:\n");
        ALL.get(chosen).lines().forEach(line -> text.append("  ").append(line).append('\n'));
        text.append("  sandbox: auto             # require: refuse to run without one\n");
        text.append("  # models: {research: haiku, lint: haiku}    # by phase\n");
        List<String> others = new ArrayList<>(NAMES);
        others.remove(chosen);
        for (String other : others) {
            text.append("  #\n");
            ALL.get(other)
                    .lines()
                    .forEach(
                            line -> {
                                String plain = line.startsWith("# ") ? line.substring(2) : line;
                                text.append("  # ").append(plain).append('\n');
                            });
        }
        return text.append('\n').toString();
    }
}
