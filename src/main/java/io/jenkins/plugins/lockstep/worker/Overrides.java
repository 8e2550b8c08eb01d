package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.plan.Limits;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Settings of one phase that a caller puts in place of the plan's. They are part of the phase's
 * definition, so a seal made with others does not fit.
 *
 * @param workers 0 for the plan's
 * @param tool name of the only tool to use; null for all of the phase
 * @param timeoutMillis of one attempt; 0 for the plan's
 * @param attempts 0 for the plan's
 * @param model null for the plan's
 */
public record Overrides(
        String phase, int workers, String tool, long timeoutMillis, int attempts, String model) {
    /** Of nothing. */
    public static Overrides none(String phase) {
        return new Overrides(phase, 0, null, 0, 0, null);
    }

    /**
     * The plan as this phase sees it.
     *
     * @throws IllegalArgumentException if the plan has no such phase, or the phase no such tool
     */
    public Plan apply(Plan plan) {
        Phase old = plan.phase(phase);
        Map<String, Phase> phases = new LinkedHashMap<>(plan.phases());
        phases.put(phase, changed(old));
        return new Plan(
                plan.digest(),
                plan.project(),
                model == null ? plan.agent() : withModel(plan.agent()),
                plan.workspace(),
                workers == 0 ? plan.limits() : withWorkers(plan.limits()),
                phases,
                plan.milestones());
    }

    private Phase changed(Phase old) {
        List<Tool> tools =
                tool == null
                        ? old.tools()
                        : old.tools().stream().filter(one -> one.name().equals(tool)).toList();
        if (tool != null && tools.isEmpty()) {
            throw new IllegalArgumentException(
                    "phase '"
                            + phase
                            + "' has no tool '"
                            + tool
                            + "'; it has "
                            + String.join(", ", old.tools().stream().map(Tool::name).toList()));
        }
        return new Phase(
                old.name(),
                old.kind(),
                old.after(),
                old.off(),
                tools,
                old.instructions(),
                timeoutMillis == 0 ? old.timeout() : Duration.ofMillis(timeoutMillis),
                attempts == 0 ? old.attempts() : Integer.valueOf(attempts),
                old.expect(),
                old.architecture(),
                old.placeholders());
    }

    private Plan.AgentConfig withModel(Plan.AgentConfig agent) {
        Map<String, String> models = new LinkedHashMap<>(agent.models());
        models.put(phase, model);
        return new Plan.AgentConfig(
                agent.command(),
                agent.output(),
                agent.model(),
                models,
                agent.environment(),
                agent.writable(),
                agent.sandbox());
    }

    private Limits withWorkers(Limits old) {
        return new Limits(
                old.run(),
                old.milestone(),
                old.group(),
                old.attempt(),
                old.session(),
                old.tool(),
                old.attempts(),
                workers,
                old.iterations(),
                old.phases(),
                old.sessions(),
                old.sessionsPerMinute(),
                old.evidenceBytes(),
                old.logBytes(),
                old.memoryBytes(),
                old.diskBytes());
    }
}
