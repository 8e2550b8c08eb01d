package io.jenkins.plugins.lockstep.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Directed graphs, as maps from a node to what it comes after; every node is a key. */
final class Topology {
    private Topology() {}

    /**
     * Every node after all that it comes after; otherwise in the map's order. Nodes on or behind a
     * cycle are left out.
     */
    static List<String> order(Map<String, Set<String>> after) {
        List<String> order = new ArrayList<>();
        Set<String> done = new HashSet<>();
        Set<String> open = new LinkedHashSet<>(after.keySet());
        boolean found = true;
        while (found) {
            found = false;
            for (String node : open) {
                if (done.containsAll(after.get(node))) {
                    order.add(node);
                    done.add(node);
                    open.remove(node);
                    found = true;
                    break;
                }
            }
        }
        return order;
    }

    /** One cycle, as {@code [a, b, a]}: a comes after b, and b after a. Empty if there is none. */
    static List<String> cycle(Map<String, Set<String>> after) {
        Set<String> left = new LinkedHashSet<>(after.keySet());
        order(after).forEach(left::remove);
        if (left.isEmpty()) {
            return List.of();
        }
        // Every node that is left has a prerequisite that is left, so this walk comes round.
        List<String> walk = new ArrayList<>(List.of(left.iterator().next()));
        while (true) {
            String last = walk.get(walk.size() - 1);
            String next = after.get(last).stream().filter(left::contains).findFirst().orElseThrow();
            int seen = walk.indexOf(next);
            walk.add(next);
            if (seen >= 0) {
                return List.copyOf(walk.subList(seen, walk.size()));
            }
        }
    }

    /** What must come before each node, at any distance; the graph must have no cycle. */
    static Map<String, Set<String>> ancestors(Map<String, Set<String>> after) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        for (String node : order(after)) {
            Set<String> before = new LinkedHashSet<>();
            for (String prerequisite : after.get(node)) {
                before.addAll(all.get(prerequisite));
                before.add(prerequisite);
            }
            all.put(node, before);
        }
        return all;
    }

    /**
     * Adds the edges that no plan can leave out: {@code validate} after every phase but those after
     * it, {@code commit} after all. The kinds' map has every node.
     */
    static void addImplicit(Map<String, Set<String>> after, Map<String, PhaseKind> kinds) {
        for (PhaseKind kind : List.of(PhaseKind.VALIDATE, PhaseKind.COMMIT)) {
            for (String node : ofKind(kinds, kind)) {
                Set<String> descendants = descendants(after, node);
                for (String other : after.keySet()) {
                    boolean later =
                            other.equals(node)
                                    || descendants.contains(other)
                                    || kinds.get(other) == PhaseKind.COMMIT;
                    if (!later) {
                        after.get(node).add(other);
                    }
                }
            }
        }
    }

    private static Collection<String> ofKind(Map<String, PhaseKind> kinds, PhaseKind kind) {
        return kinds.entrySet().stream()
                .filter(e -> e.getValue() == kind)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Set<String> descendants(Map<String, Set<String>> after, String node) {
        Set<String> found = new HashSet<>(Set.of(node));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<String, Set<String>> e : after.entrySet()) {
                if (e.getValue().stream().anyMatch(found::contains)) {
                    grown |= found.add(e.getKey());
                }
            }
        }
        found.remove(node);
        return found;
    }
}
