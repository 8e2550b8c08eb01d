package io.jenkins.plugins.lockstep.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A small git repository whose plan has a few phases of its own and as many milestones as needed.
 */
final class BenchProject {
    private static final List<String> DEFAULT_PHASES =
            List.of(
                    "research",
                    "planning",
                    "implement",
                    "architecture",
                    "lint",
                    "typecheck",
                    "test",
                    "integration",
                    "e2e",
                    "validate",
                    "commit");

    private final Path repository;

    private BenchProject(Path repository) {
        this.repository = repository;
    }

    /**
     * @param phases each with its definition; all have one proof, the command {@code true}
     * @param agent the plan's agent; empty for none
     */
    static BenchProject create(
            Path repository, Map<String, String> phases, String agent, int milestones)
            throws Exception {
        BenchProject project = new BenchProject(Files.createDirectories(repository));
        Files.createDirectories(repository.resolve("src"));
        for (int i = 0; i < 10; i++) {
            Files.writeString(repository.resolve("src/file" + i + ".txt"), "line\n".repeat(100));
        }
        Files.writeString(repository.resolve("lockstep.yaml"), plan(phases, agent, milestones));
        project.git("init", "-q", "-b", "main");
        project.git("add", "-A");
        project.git(
                "-c", "user.name=b", "-c", "user.email=b@localhost", "commit", "-q", "-m", "start");
        return project;
    }

    private static String plan(Map<String, String> phases, String agent, int milestones) {
        List<String> lines =
                new ArrayList<>(
                        List.of(
                                "version: 1",
                                "project: {name: bench, sources: [\"src/**\"], tests: [\"test/**\"]}"));
        if (!agent.isEmpty()) {
            lines.add("agent: {command: [sh, -c, '" + agent + "'], sandbox: \"off\"}");
            lines.add("limits: {sessions: 64, sessionsPerMinute: 10000}");
        }
        lines.add("tools:");
        phases.keySet().forEach(name -> lines.add(tool(name)));
        lines.add("phases:");
        DEFAULT_PHASES.forEach(name -> lines.add("  " + name + ": {off: \"not measured\"}"));
        phases.forEach((name, definition) -> lines.add("  " + name + ": " + definition));
        lines.add("milestones:");
        for (int n = 1; n <= milestones; n++) {
            lines.add("  - {number: " + n + ", name: Round, criteria: [It is measured.]}");
        }
        return String.join("\n", lines) + "\n";
    }

    private static String tool(String phase) {
        return "  " + phase + ": {command: [\"true\"], format: exit}";
    }

    /** A pipeline's step that checks the project out. */
    String checkout() {
        return "sh 'git init -q . && git fetch -q "
                + repository
                + " main && git checkout -q FETCH_HEAD'\n";
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(repository.toFile())
                        .redirectErrorStream(true)
                        .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("git " + String.join(" ", arguments) + ": " + text);
        }
    }
}
