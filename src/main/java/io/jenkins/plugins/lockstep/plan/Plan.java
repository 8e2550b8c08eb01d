package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A validated {@code lockstep.yaml}. Immutable; made by {@link PlanReader} only.
 *
 * @param digest of the file's bytes
 * @param phases by name, in the order of the graph's topological sort; phases switched off are in
 *     it too
 * @param milestones ordered by number
 */
public record Plan(
        Digest digest,
        Project project,
        AgentConfig agent,
        Workspace workspace,
        Limits limits,
        Map<String, Phase> phases,
        List<Milestone> milestones) {

    /**
     * @param branch the target branch of the commit phase; runs start from its tip
     * @param sources globs of what counts as source code
     * @param tests globs of what counts as test code
     * @param protect globs of files that no agent may change, besides the plan and the tools'
     *     configuration
     */
    public record Project(
            String name,
            String branch,
            List<String> sources,
            List<String> tests,
            List<String> protect) {}

    /**
     * How to start a coding agent. The command may hold {@code {model}}, {@code {prompt}} (the
     * prompt as an argument) and {@code {promptFile}}; without the latter two the prompt comes on
     * standard input.
     *
     * @param command argument vector; empty if no phase needs an agent
     * @param output the stream's dialect: {@code claude}, {@code codex}, {@code gemini} or {@code
     *     text}
     * @param model default model; empty for the agent's own default
     * @param models by phase
     * @param environment names of our environment variables that the agent gets, besides a minimal
     *     set
     * @param writable what sessions may write besides their own, in a sandbox: absolute, or from
     *     {@code ~/}; with a slash at its end a directory
     * @param sandbox {@code auto} (where the machine can), {@code require} or {@code off}
     */
    public record AgentConfig(
            List<String> command,
            String output,
            String model,
            Map<String, String> models,
            List<String> environment,
            List<String> writable,
            String sandbox) {
        public String modelFor(String phase) {
            return models.getOrDefault(phase, model);
        }
    }

    /**
     * What git does not carry.
     *
     * @param setup run once in each pooled checkout, and again when an input changes; empty argv if
     *     none
     * @param setupInputs globs
     * @param carry ignored paths, copied from the project's own directory
     */
    public record Workspace(List<String> setup, List<String> setupInputs, List<String> carry) {}

    /**
     * A phase that is on.
     *
     * @throws IllegalArgumentException if there is none of that name; says which there are
     */
    public Phase phase(String name) {
        Phase found = phases.get(name);
        if (found == null) {
            String off = names(true);
            throw new IllegalArgumentException(
                    "the plan has no phase '"
                            + name
                            + "'; it has "
                            + names(false)
                            + (off.isEmpty() ? "" : "; switched off are " + off));
        }
        if (found.isOff()) {
            throw new IllegalArgumentException(
                    "the plan switches phase '"
                            + name
                            + "' off: "
                            + found.off()
                            + "; on are "
                            + names(false));
        }
        return found;
    }

    private String names(boolean off) {
        return phases.values().stream()
                .filter(phase -> phase.isOff() == off)
                .map(Phase::name)
                .collect(Collectors.joining(", "));
    }

    /** The milestone of that number. */
    public Optional<Milestone> milestone(int number) {
        return milestones.stream().filter(m -> m.number() == number).findFirst();
    }
}
