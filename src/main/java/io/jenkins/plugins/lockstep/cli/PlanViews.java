package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A plan's graph as text, as JSON and for Graphviz. */
final class PlanViews {
    private PlanViews() {}

    static String text(Plan plan, PhaseGraph graph) {
        StringBuilder text = new StringBuilder();
        text.append(plan.project().name()).append(", onto ").append(plan.project().branch());
        text.append("\n\nwave  phases\n");
        int wave = 0;
        for (List<String> phases : graph.waves()) {
            for (List<String> gate : gates(graph, phases)) {
                text.append("      -- gate: ").append(String.join(" + ", gate));
                text.append(" merged, then proven again: ");
                text.append(String.join(", ", graph.members(gate))).append('\n');
            }
            text.append(String.format(Locale.ROOT, "%4d  ", ++wave));
            text.append(String.join(" | ", phases)).append('\n');
        }
        for (Phase phase : off(plan)) {
            text.append(" off  ").append(phase.name()).append(": ").append(phase.off());
            text.append('\n');
        }
        text.append("\nmilestones\n");
        for (Milestone m : plan.milestones()) {
            text.append(String.format(Locale.ROOT, "%4d  ", m.number())).append(m.name());
            int n = m.criteria().size();
            text.append(" (").append(n).append(n == 1 ? " criterion)\n" : " criteria)\n");
        }
        return text.toString();
    }

    /** The gates before these phases, each once. */
    private static List<List<String>> gates(PhaseGraph graph, List<String> phases) {
        return phases.stream().filter(graph::hasGate).map(graph::prerequisites).distinct().toList();
    }

    private static List<Phase> off(Plan plan) {
        return plan.phases().values().stream().filter(Phase::isOff).toList();
    }

    static Map<String, Object> json(Plan plan, PhaseGraph graph) {
        List<List<Map<String, Object>>> waves = new ArrayList<>();
        for (List<String> wave : graph.waves()) {
            waves.add(wave.stream().map(phase -> phase(graph, phase)).toList());
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("project", plan.project().name());
        json.put("branch", plan.project().branch());
        json.put("digest", plan.digest());
        json.put("waves", waves);
        json.put(
                "off",
                off(plan).stream()
                        .map(p -> Map.of("name", p.name(), "kind", kind(p), "reason", p.off()))
                        .toList());
        json.put("milestones", plan.milestones());
        return json;
    }

    private static Map<String, Object> phase(PhaseGraph graph, String name) {
        Phase phase = graph.phase(name);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("kind", kind(phase));
        json.put("after", graph.prerequisites(name));
        json.put("tools", phase.tools().stream().map(Tool::name).toList());
        if (graph.hasGate(name)) {
            json.put("gate", graph.members(graph.prerequisites(name)));
        }
        return json;
    }

    private static String kind(Phase phase) {
        return phase.kind().name().toLowerCase(Locale.ROOT);
    }

    static String dot(Plan plan, PhaseGraph graph) {
        StringBuilder dot = new StringBuilder("digraph ").append(quoted(plan.project().name()));
        dot.append(" {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
        Map<List<String>, String> gates = new LinkedHashMap<>();
        for (String phase : graph.order()) {
            dot.append("  ").append(quoted(phase)).append(";\n");
            List<String> after = graph.prerequisites(phase);
            if (graph.hasGate(phase)) {
                String gate = "gate:" + String.join("+", after);
                if (gates.putIfAbsent(after, gate) == null) {
                    dot.append("  ").append(quoted(gate)).append(" [shape=diamond, label=");
                    dot.append(quoted("gate")).append("];\n");
                    after.forEach(p -> edge(dot, p, gate));
                }
                edge(dot, gate, phase);
            } else {
                after.forEach(p -> edge(dot, p, phase));
            }
        }
        for (Phase phase : off(plan)) {
            dot.append("  ").append(quoted(phase.name())).append(" [style=dashed, label=");
            dot.append(quoted(phase.name() + "\noff: " + phase.off())).append("];\n");
        }
        return dot.append("}\n").toString();
    }

    private static void edge(StringBuilder dot, String from, String to) {
        dot.append("  ").append(quoted(from)).append(" -> ").append(quoted(to)).append(";\n");
    }

    /** A string of Graphviz's language, in which a line break is written {@code \n}. */
    static String quoted(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + escaped + '"';
    }
}
