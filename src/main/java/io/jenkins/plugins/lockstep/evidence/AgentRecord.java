package io.jenkins.plugins.lockstep.evidence;

import java.util.List;

/**
 * The coding agent that worked in a phase.
 *
 * @param models that it was told to use
 * @param sessions how many ran
 * @param costUsd as the agent reported it
 * @param sandbox what enclosed it: {@code bubblewrap}, {@code namespaces}, {@code none}
 */
public record AgentRecord(
        List<String> command,
        List<String> models,
        int sessions,
        long inputTokens,
        long outputTokens,
        double costUsd,
        String sandbox) {
    public AgentRecord {
        command = command == null ? List.of() : List.copyOf(command);
        models = models == null ? List.of() : List.copyOf(models);
    }
}
