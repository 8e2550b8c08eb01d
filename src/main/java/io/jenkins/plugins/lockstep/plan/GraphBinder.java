package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.plan.DefaultPhases.Default;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the phases of a plan as one graph: the default one with the plan's differences. */
final class GraphBinder {
    private final Cursor phases;
    private final Cursor tools;
    private final Map<String, Default> defaults = DefaultPhases.all();
    private final Map<String, PhaseKind> kinds = new LinkedHashMap<>();

    GraphBinder(Cursor root) {
        this.phases = root.get("phases");
        this.tools = root.get("tools");
        defaults.forEach((name, phase) -> kinds.put(name, phase.kind()));
        phases.fields().forEach((name, at) -> kinds.put(name, kind(name, at)));
    }

    Set<String> names() {
        return kinds.keySet();
    }

    private PhaseKind kind(String name, Cursor at) {
        Default known = defaults.get(name);
        Cursor given = at.get("kind");
        if (known != null) {
            if (given.isPresent() && !given.text("").equals(PhaseBinder.word(known.kind()))) {
                given.problem(
                        "the phase '"
                                + name
                                + "' is of kind "
                                + PhaseBinder.word(known.kind())
                                + "; only a phase of your own can be of another");
            }
            return known.kind();
        }
        if (!given.isPresent()) {
            at.problem(
                    "unknown phase '"
                            + name
                            + "'"
                            + Nearest.hint(name, defaults.keySet())
                            + " (a phase of your own needs 'kind')");
        }
        for (PhaseKind kind : PhaseKind.values()) {
            if (kind.name().equals(given.text("").toUpperCase(Locale.ROOT))) {
                return kind;
            }
        }
        return PhaseKind.RESEARCH;
    }

    /**
     * All phases in topological order; empty if the graph is broken, and then there are problems.
     */
    Map<String, Phase> bind() {
        phaseNames(tools);
        Map<String, Set<String>> after = new LinkedHashMap<>();
        kinds.keySet().forEach(name -> after.put(name, after(name)));
        Map<String, Phase> bound = new LinkedHashMap<>();
        kinds.forEach(
                (name, kind) ->
                        bound.put(
                                name,
                                PhaseBinder.bind(
                                        name,
                                        kind,
                                        List.copyOf(after.get(name)),
                                        phases.get(name),
                                        tools.get(name))));
        if (!cycles(after)) {
            return Map.of();
        }
        if (bound.values().stream().allMatch(Phase::isOff)) {
            phases.problem("every phase is switched off: nothing would be proven");
        }
        Topology.addImplicit(after, kinds);
        Map<String, Phase> ordered = new LinkedHashMap<>();
        for (String name : Topology.order(after)) {
            Phase phase = bound.get(name);
            ordered.put(name, withAfter(phase, PhaseGraph.withoutOff(bound, phase.after())));
        }
        return ordered;
    }

    /** Reports keys that are no phase's name. */
    void phaseNames(Cursor map) {
        map.fields()
                .forEach(
                        (name, at) -> {
                            if (!kinds.containsKey(name)) {
                                String hint = Nearest.hint(name, kinds.keySet());
                                at.problem(
                                        "there is no phase '"
                                                + name
                                                + "'"
                                                + (hint.isEmpty()
                                                        ? "; one of your own is named under"
                                                                + " 'phases', with kind and after"
                                                        : hint));
                            }
                        });
    }

    private Set<String> after(String name) {
        Cursor given = phases.get(name).get("after");
        Default known = defaults.get(name);
        if (!given.isPresent()) {
            if (known == null && phases.get(name).get("kind").isPresent()) {
                phases.get(name)
                        .problem("the phase '" + name + "' lacks 'after': say what it comes after");
            }
            return new LinkedHashSet<>(known == null ? List.of() : known.after());
        }
        Set<String> after = new LinkedHashSet<>();
        for (Cursor item : given.items()) {
            String prerequisite = item.text("");
            if (kinds.get(prerequisite) == PhaseKind.COMMIT) {
                item.problem("nothing can come after '" + prerequisite + "'");
            } else if (kinds.containsKey(prerequisite)) {
                after.add(prerequisite);
            } else if (item.text().isPresent()) {
                item.problem(
                        "unknown prerequisite '"
                                + prerequisite
                                + "'"
                                + Nearest.hint(prerequisite, kinds.keySet()));
            }
        }
        return after;
    }

    /** Reports each cycle once, where an edge of it is written; whether there is none. */
    private boolean cycles(Map<String, Set<String>> after) {
        Map<String, Set<String>> left = new LinkedHashMap<>();
        after.forEach((name, before) -> left.put(name, new LinkedHashSet<>(before)));
        boolean none = true;
        for (List<String> cycle = Topology.cycle(left);
                !cycle.isEmpty();
                cycle = Topology.cycle(left)) {
            none = false;
            place(cycle)
                    .problem(
                            "the phases form a cycle: "
                                    + String.join(" → ", cycle)
                                    + " (read → as 'comes after')");
            for (int i = 0; i + 1 < cycle.size(); i++) {
                left.get(cycle.get(i)).remove(cycle.get(i + 1));
            }
        }
        return none;
    }

    private Cursor place(List<String> cycle) {
        List<Cursor> written = new ArrayList<>();
        for (int i = 0; i + 1 < cycle.size(); i++) {
            String next = cycle.get(i + 1);
            phases.get(cycle.get(i)).get("after").items().stream()
                    .filter(item -> item.text("").equals(next))
                    .forEach(written::add);
        }
        return written.isEmpty() ? phases : written.get(0);
    }

    private static Phase withAfter(Phase p, Set<String> after) {
        return new Phase(
                p.name(),
                p.kind(),
                List.copyOf(after),
                p.off(),
                p.tools(),
                p.instructions(),
                p.timeout(),
                p.attempts(),
                p.expect(),
                p.architecture(),
                p.placeholders());
    }
}
