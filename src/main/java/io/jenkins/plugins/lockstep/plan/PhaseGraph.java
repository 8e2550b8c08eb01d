package io.jenkins.plugins.lockstep.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The order in which a plan's phases can run. Holds the phases that are on; one that is off is
 * replaced by its prerequisites. Immutable.
 */
public final class PhaseGraph {
    private final Map<String, Phase> phases;
    private final List<String> order;
    private final Map<String, Set<String>> ancestors;
    private final Map<String, List<String>> prerequisites;

    private PhaseGraph(Map<String, Phase> phases, Map<String, Set<String>> after) {
        this.phases = phases;
        this.order = Topology.order(after);
        this.ancestors = Topology.ancestors(after);
        this.prerequisites = new LinkedHashMap<>();
        for (String phase : order) {
            prerequisites.put(phase, reduced(after.get(phase)));
        }
    }

    /**
     * @throws IllegalArgumentException if the phases form a cycle or one comes after a phase that
     *     is not there, which no plan from {@link PlanReader} does
     */
    public static PhaseGraph of(Plan plan) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        plan.phases().forEach((name, phase) -> all.put(name, new LinkedHashSet<>(phase.after())));
        for (Set<String> after : all.values()) {
            if (!all.keySet().containsAll(after)) {
                throw new IllegalArgumentException("unknown phases among " + after);
            }
        }
        List<String> cycle = Topology.cycle(all);
        if (!cycle.isEmpty()) {
            throw new IllegalArgumentException("a cycle: " + String.join(" → ", cycle));
        }
        Map<String, Phase> on = new LinkedHashMap<>();
        Map<String, Set<String>> after = new LinkedHashMap<>();
        Map<String, PhaseKind> kinds = new LinkedHashMap<>();
        plan.phases()
                .forEach(
                        (name, phase) -> {
                            if (!phase.isOff()) {
                                on.put(name, phase);
                                after.put(name, withoutOff(plan.phases(), phase.after()));
                                kinds.put(name, phase.kind());
                            }
                        });
        Topology.addImplicit(after, kinds);
        return new PhaseGraph(on, after);
    }

    /** The prerequisites with those that are off replaced by theirs, in order. */
    static Set<String> withoutOff(Map<String, Phase> phases, Collection<String> after) {
        Set<String> on = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>(after);
        List<String> open = new ArrayList<>(after);
        for (int i = 0; i < open.size(); i++) {
            Phase phase = phases.get(open.get(i));
            if (phase.isOff()) {
                phase.after().stream().filter(seen::add).forEach(open::add);
            } else {
                on.add(phase.name());
            }
        }
        return on;
    }

    /** Without those that come before another of them. */
    private List<String> reduced(Set<String> after) {
        return order.stream()
                .filter(after::contains)
                .filter(p -> after.stream().noneMatch(q -> ancestors.get(q).contains(p)))
                .toList();
    }

    /** All phases that are on, each after its prerequisites. */
    public List<String> order() {
        return List.copyOf(order);
    }

    /** What can run at the same time: each phase stands in the first wave that it can. */
    public List<List<String>> waves() {
        Map<String, Integer> level = new LinkedHashMap<>();
        List<List<String>> waves = new ArrayList<>();
        for (String phase : order) {
            int wave = prerequisites.get(phase).stream().mapToInt(level::get).max().orElse(-1) + 1;
            level.put(phase, wave);
            if (wave == waves.size()) {
                waves.add(new ArrayList<>());
            }
            waves.get(wave).add(phase);
        }
        return waves.stream().map(List::copyOf).toList();
    }

    /**
     * The direct prerequisites, in topological order: none of them comes before another.
     *
     * @throws NoSuchElementException if no phase of that name is on
     */
    public List<String> prerequisites(String phase) {
        return prerequisites.get(phase(phase).name());
    }

    /**
     * All phases that come before, at any distance.
     *
     * @throws NoSuchElementException if no phase of that name is on
     */
    public Set<String> ancestors(String phase) {
        return Set.copyOf(ancestors.get(phase(phase).name()));
    }

    /**
     * The phases whose proofs a gate after these phases has to make again on the merged commit: all
     * that are among them or come before one of them, but not those that come before every one of
     * them. In topological order.
     *
     * @throws NoSuchElementException if one of them is not on
     */
    public List<String> members(Collection<String> after) {
        Set<String> some = new LinkedHashSet<>();
        for (String phase : after) {
            some.add(phase(phase).name());
            some.addAll(ancestors.get(phase));
        }
        return order.stream()
                .filter(some::contains)
                .filter(p -> !after.stream().allMatch(q -> ancestors.get(q).contains(p)))
                .toList();
    }

    /** Whether the phase stands behind a gate: it has more than one prerequisite. */
    public boolean hasGate(String phase) {
        return prerequisites(phase).size() > 1;
    }

    /**
     * @throws NoSuchElementException if no phase of that name is on
     */
    public Phase phase(String name) {
        Phase phase = phases.get(name);
        if (phase == null) {
            throw new NoSuchElementException("no phase '" + name + "' is on");
        }
        return phase;
    }
}
