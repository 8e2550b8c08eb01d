package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.MergeSpec;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which phases a gate has to do with. */
public final class GateMembers {
    private final PhaseGraph graph;
    private final Node gate;

    public GateMembers(PhaseGraph graph, Node gate) {
        this.graph = graph;
        this.gate = gate;
    }

    /** All phases at or before the gate: those whose proofs must hold on the merged commit. */
    public List<Phase> proven() {
        Set<String> all = new LinkedHashSet<>();
        gate.joins().forEach(name -> all.addAll(closure(name)));
        return graph.order().stream().filter(all::contains).map(graph::phase).toList();
    }

    /** The phases of a branch that none of the branches joined so far has, in the graph's order. */
    public List<Phase> own(String branch, List<Sealed> joined) {
        Set<String> own = closure(branch);
        joined.forEach(other -> own.removeAll(closure(other.node())));
        return graph.order().stream().filter(own::contains).map(graph::phase).toList();
    }

    /**
     * What is to be merged.
     *
     * @param joined all branches, in the order in which they are merged
     * @param fixed how many of them are merged already
     */
    public List<MergeSpec.Branch> branches(List<Sealed> joined, int fixed) {
        List<MergeSpec.Branch> branches = new ArrayList<>();
        for (int i = fixed; i < joined.size(); i++) {
            Sealed branch = joined.get(i);
            List<String> own =
                    own(branch.node(), joined.subList(0, i)).stream().map(Phase::name).toList();
            branches.add(new MergeSpec.Branch(branch.node(), branch.commit(), own));
        }
        return branches;
    }

    /** The seals before a phase that is made again on top of other branches, theirs included. */
    public Map<String, Sealed> ancestors(
            Phase phase, List<Sealed> joined, Map<String, Sealed> heads) {
        Set<String> names = new LinkedHashSet<>(graph.ancestors(phase.name()));
        joined.forEach(other -> names.addAll(closure(other.node())));
        return pick(names, heads);
    }

    /** The heads of those phases. */
    public static Map<String, Sealed> pick(Set<String> names, Map<String, Sealed> heads) {
        Map<String, Sealed> seals = new LinkedHashMap<>();
        for (String name : names) {
            if (heads.containsKey(name)) {
                seals.put(name, heads.get(name));
            }
        }
        return seals;
    }

    /**
     * The trees on which each phase's proof is known to hold. Every seal holds the proofs of all
     * phases before it, since they run again whenever a phase leaves another tree.
     */
    public static Map<String, List<String>> provenTrees(
            PhaseGraph graph, Map<String, Sealed> heads) {
        Map<String, List<String>> trees = new HashMap<>();
        for (Sealed sealed : heads.values()) {
            Set<String> covered = new LinkedHashSet<>();
            if (graph.order().contains(sealed.node())) {
                covered.add(sealed.node());
                covered.addAll(graph.ancestors(sealed.node()));
            }
            for (String name : covered) {
                trees.computeIfAbsent(name, key -> new ArrayList<>()).add(sealed.tree());
            }
        }
        return trees;
    }

    private Set<String> closure(String phase) {
        Set<String> all = new LinkedHashSet<>(graph.ancestors(phase));
        all.add(phase);
        return all;
    }
}
