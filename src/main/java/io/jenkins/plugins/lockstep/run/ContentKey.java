package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a seal is good for: the digest of all that its verdict depends on. Which agent or model did
 * the work, how long it might take and how often it was tried have no part in a verdict, so
 * changing them re-runs nothing.
 */
public final class ContentKey {
    /** Counts up when proofs become stricter in a way that makes earlier seals worthless. */
    private static final int PROOFS = 1;

    private ContentKey() {}

    /**
     * @param materials digests of the seals that it builds on
     * @param base the commit that it starts from; the tools' configuration is in it
     */
    public static Digest of(
            Plan plan, Phase phase, Milestone milestone, List<Digest> materials, String base) {
        return digest("phase", List.of(definition(phase)), plan, milestone, materials, base);
    }

    /**
     * Of what an agent was asked to do: all of the key but what it was done on. Work under the same
     * digest can be taken over to another commit.
     */
    static Digest ofWork(Plan plan, Phase phase, Milestone milestone) {
        return digest("work", List.of(definition(phase)), plan, milestone, List.of(), "");
    }

    /**
     * Of a gate.
     *
     * @param proven definitions of all phases whose proofs run on the merged commit
     */
    public static Digest ofGate(
            Plan plan,
            List<Phase> proven,
            Milestone milestone,
            List<Digest> materials,
            String base) {
        return digest(
                "gate",
                proven.stream().map(ContentKey::definition).toList(),
                plan,
                milestone,
                materials,
                base);
    }

    private static Digest digest(
            String kind,
            List<Map<String, Object>> phases,
            Plan plan,
            Milestone milestone,
            List<Digest> materials,
            String base) {
        Map<String, Object> parts = new TreeMap<>();
        parts.put("kind", kind);
        parts.put("proofs", PROOFS);
        parts.put("phases", phases);
        parts.put("project", plan.project());
        parts.put("workspace", plan.workspace());
        parts.put("milestone", milestone);
        List<Digest> sorted = new ArrayList<>(materials);
        sorted.sort(java.util.Comparator.comparing(Digest::hex));
        parts.put("materials", sorted);
        parts.put("base", base);
        return Digest.of(Json.canonical(parts));
    }

    private static Map<String, Object> definition(Phase phase) {
        Map<String, Object> parts = new TreeMap<>();
        parts.put("name", phase.name());
        parts.put("kind", phase.kind());
        parts.put("tools", phase.tools());
        parts.put("instructions", phase.instructions());
        parts.put("expect", phase.expect());
        parts.put("architecture", phase.architecture());
        parts.put("placeholders", phase.placeholders());
        return parts;
    }
}
