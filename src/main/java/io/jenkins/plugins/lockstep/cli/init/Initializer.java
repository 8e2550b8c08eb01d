package io.jenkins.plugins.lockstep.cli.init;

import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a first plan of what it finds in a project. */
public final class Initializer {
    private static final String HEAD = "ref: refs/heads/";

    /**
     * What is to be written.
     *
     * @param plan the plan's text, which is valid
     * @param files further new files, by path in the project
     * @param kinds the ecosystems found
     * @param milestones how many CLAUDE.md has; 0 if the plan's is an example
     * @param off phases that are switched off, each with the reason
     */
    public record Result(
            String plan,
            Map<String, String> files,
            List<String> kinds,
            int milestones,
            Map<String, String> off) {}

    private Initializer() {}

    /** Only reads. */
    public static Result draft(ProjectFiles project) throws IOException {
        Draft draft = new Draft();
        for (Ecosystem ecosystem : Ecosystem.ALL) {
            if (ecosystem.builds(project)) {
                ecosystem.draft(project, draft);
            }
        }
        String agent = Agents.NAMES.stream().filter(project::onPath).findFirst().orElse("claude");
        List<Milestones.Found> milestones = Milestones.read(project.text("CLAUDE.md"));
        String plan =
                new PlanTemplate(draft)
                        .write(name(project.directory()), branch(project), agent, milestones);
        Map<String, String> off = new LinkedHashMap<>();
        try {
            PlanReader.read(plan.getBytes(StandardCharsets.UTF_8), "lockstep.yaml")
                    .phases()
                    .values()
                    .stream()
                    .filter(Phase::isOff)
                    .forEach(phase -> off.put(phase.name(), phase.off()));
        } catch (PlanException e) {
            throw new IllegalStateException("init wrote a plan that is not valid", e);
        }
        return new Result(
                plan,
                new LinkedHashMap<>(draft.files()),
                List.copyOf(draft.kinds()),
                milestones.size(),
                off);
    }

    private static String name(Path directory) {
        Path last = directory.getFileName();
        String name = last == null ? "" : Yaml.printable(last.toString()).strip();
        return name.isEmpty() ? "project" : name.substring(0, Math.min(200, name.length()));
    }

    /** The branch that is checked out; {@code main} if that can't be told. */
    private static String branch(ProjectFiles project) {
        String head = project.text(".git/HEAD");
        String link = project.text(".git");
        if (head.isEmpty() && link.startsWith("gitdir: ")) {
            head = project.text(link.substring("gitdir: ".length()).strip() + "/HEAD");
        }
        String branch = head.startsWith(HEAD) ? head.substring(HEAD.length()).strip() : "";
        return branch.matches("[A-Za-z0-9][A-Za-z0-9_/-]*[A-Za-z0-9]") ? branch : "main";
    }

    /** Writes a file that must not be there yet, and its directories. */
    public static void writeNew(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, java.nio.file.StandardOpenOption.CREATE_NEW);
    }
}
