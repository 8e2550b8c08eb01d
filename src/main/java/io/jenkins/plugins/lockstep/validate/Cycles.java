package io.jenkins.plugins.lockstep.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The cycles of a directed graph: its strongly connected components by Tarjan's algorithm, without
 * recursion so that no graph is too deep.
 */
final class Cycles {
    private final SortedMap<String, ? extends SortedMap<String, ?>> edges;
    private final Map<String, Integer> index = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> stack = new ArrayDeque<>();
    private final Set<String> onStack = new HashSet<>();
    private final List<TreeSet<String>> components = new ArrayList<>();

    Cycles(SortedMap<String, ? extends SortedMap<String, ?>> edges) {
        this.edges = edges;
    }

    /**
     * For each component of several nodes, in order of its first: a shortest cycle through its
     * first node, which stands at both ends.
     */
    List<List<String>> shortestOfEach() {
        for (String node : edges.keySet()) {
            if (!index.containsKey(node)) {
                visit(node);
            }
        }
        return components.stream()
                .sorted((a, b) -> a.first().compareTo(b.first()))
                .map(this::shortest)
                .toList();
    }

    private record Frame(String node, Iterator<String> successors) {}

    private void visit(String root) {
        Deque<Frame> frames = new ArrayDeque<>();
        frames.push(enter(root));
        while (!frames.isEmpty()) {
            Frame frame = frames.peek();
            if (frame.successors.hasNext()) {
                String next = frame.successors.next();
                if (!index.containsKey(next)) {
                    frames.push(enter(next));
                } else if (onStack.contains(next)) {
                    low.merge(frame.node, index.get(next), Math::min);
                }
                continue;
            }
            frames.pop();
            if (!frames.isEmpty()) {
                low.merge(frames.peek().node, low.get(frame.node), Math::min);
            }
            if (low.get(frame.node).equals(index.get(frame.node))) {
                leave(frame.node);
            }
        }
    }

    private Frame enter(String node) {
        low.put(node, index.size());
        index.put(node, index.size());
        stack.push(node);
        onStack.add(node);
        return new Frame(node, successors(node).iterator());
    }

    private void leave(String root) {
        TreeSet<String> component = new TreeSet<>();
        String node;
        do {
            node = stack.pop();
            onStack.remove(node);
            component.add(node);
        } while (!node.equals(root));
        if (component.size() > 1) {
            components.add(component);
        }
    }

    private List<String> shortest(TreeSet<String> component) {
        String start = component.first();
        Map<String, String> cameFrom = new HashMap<>();
        Deque<String> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            String node = queue.remove();
            for (String next : successors(node)) {
                if (next.equals(start)) {
                    return path(start, node, cameFrom);
                }
                if (component.contains(next) && cameFrom.putIfAbsent(next, node) == null) {
                    queue.add(next);
                }
            }
        }
        throw new IllegalStateException(start + " lies on no cycle");
    }

    private static List<String> path(String start, String last, Map<String, String> cameFrom) {
        ArrayDeque<String> path = new ArrayDeque<>(List.of(start));
        for (String node = last; !node.equals(start); node = cameFrom.get(node)) {
            path.addFirst(node);
        }
        path.addFirst(start);
        return List.copyOf(path);
    }

    private Iterable<String> successors(String node) {
        SortedMap<String, ?> to = edges.get(node);
        return to == null ? List.of() : to.keySet();
    }
}
