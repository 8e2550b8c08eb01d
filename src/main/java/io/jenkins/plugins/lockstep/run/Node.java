package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is scheduled: a phase, or the gate that joins several.
 *
 * @param name the phase's, or {@code gate:lint+typecheck}
 * @param joins for a gate, the phases that it joins, in the plan's order; empty for a phase
 */
public record Node(String name, List<String> joins) {
    private static final String GATE = "gate:";

    public static Node phase(String name) {
        return new Node(name, List.of());
    }

    public static Node gate(List<String> joins) {
        return new Node(GATE + String.join("+", joins), List.copyOf(joins));
    }

    /** The phases that a gate of that name joins; none if it is no gate's name. */
    public static List<String> joins(String name) {
        return name.startsWith(GATE)
                ? List.of(name.substring(GATE.length()).split("\\+"))
                : List.of();
    }

    public boolean isGate() {
        return !joins.isEmpty();
    }

    /** What a phase stands behind: nothing, one phase, or a gate. */
    public static Set<Node> before(PhaseGraph graph, String phase) {
        List<String> prerequisites = graph.prerequisites(phase);
        return switch (prerequisites.size()) {
            case 0 -> Set.of();
            case 1 -> Set.of(phase(prerequisites.get(0)));
            default -> Set.of(gate(prerequisites));
        };
    }

    /** All nodes of a milestone with their prerequisites, in the plan's order. */
    public static Map<Node, Set<Node>> all(PhaseGraph graph) {
        Map<Node, Set<Node>> nodes = new LinkedHashMap<>();
        for (String phase : graph.order()) {
            Set<Node> before = before(graph, phase);
            for (Node gate : before) {
                if (gate.isGate()) {
                    Set<Node> joined = new LinkedHashSet<>();
                    gate.joins().forEach(name -> joined.add(phase(name)));
                    nodes.putIfAbsent(gate, joined);
                }
            }
            nodes.put(phase(phase), before);
        }
        return nodes;
    }
}
