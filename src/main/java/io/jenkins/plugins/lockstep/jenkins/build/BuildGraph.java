package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.ContentKey;
import io.jenkins.plugins.lockstep.run.GateMembers;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One milestone of a build's run: what is sealed for what the plan now says. Made anew for each
 * question, since the answer is in the ledger.
 */
public final class BuildGraph {
    private final BuildRun run;
    private final Plan plan;
    private final PhaseGraph graph;
    private final Milestone milestone;
    private final String base;
    private final Map<String, OnTop> onTop;
    private final Map<String, Optional<Head>> heads = new HashMap<>();

    /**
     * What is to be sealed, and what it stands on.
     *
     * @param materials what it builds on directly
     */
    public record Open(Node node, Digest key, String base, List<Sealed> materials) {
        /** The same, standing on that too. */
        public Open with(Sealed material) {
            List<Sealed> all = new ArrayList<>(materials);
            all.add(material);
            return new Open(node, key, base, List.copyOf(all));
        }
    }

    private record Head(Open open, Sealed sealed) {}

    private BuildGraph(
            BuildRun run, Plan plan, Milestone milestone, String base, Map<String, OnTop> onTop) {
        this.run = run;
        this.plan = plan;
        this.graph = PhaseGraph.of(plan);
        this.milestone = milestone;
        this.base = base;
        this.onTop = onTop;
    }

    /** The milestone as the ledger and the steps' settings have it now. */
    public static BuildGraph of(BuildRun run, int number) throws IOException {
        PinnedPlan pinned =
                run.pinned()
                        .orElseThrow(() -> new AbortException("no step has pinned the plan yet"));
        Milestone milestone = pinned.milestone(number);
        String base = pinned.base();
        for (Milestone earlier : pinned.plan().milestones()) {
            if (earlier.number() < milestone.number()) {
                base = run.index().commits(earlier.number()).stream().findFirst().orElse(base);
            }
        }
        Plan plan =
                BuildOverrides.read(run.files().overrides())
                        .apply(pinned.plan(), milestone.number());
        Map<String, OnTop> onTop = OnTop.of(run.files(), milestone.number());
        return new BuildGraph(run, plan, milestone, base, onTop);
    }

    /** Notes that a branch is to be made again, from what is merged so far. */
    public void makeAgain(String branch, String merged, List<Sealed> joined) throws IOException {
        String first = new GateMembers(graph, Node.phase(branch)).own(branch, joined).get(0).name();
        Map<String, Digest> seals = new HashMap<>();
        joined.forEach(one -> seals.put(one.node(), one.seal()));
        Set<String> remade =
                graph.order().stream()
                        .filter(one -> one.equals(first) || graph.ancestors(one).contains(first))
                        .collect(Collectors.toSet());
        synchronized (run) {
            new OnTop(milestone.number(), first, merged, seals).note(run.files(), remade);
        }
    }

    public Plan plan() {
        return plan;
    }

    public PhaseGraph graph() {
        return graph;
    }

    public Milestone milestone() {
        return milestone;
    }

    /** The commit that the milestone starts from. */
    public String base() {
        return base;
    }

    /** The phase's definition; its name must be one that is on. */
    public Phase phase(String name) throws AbortException {
        try {
            return plan.phase(name);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    /** The seal of a phase or gate that fits now. */
    public Optional<Sealed> head(Node node) {
        return resolve(node).filter(head -> head.sealed() != null).map(Head::sealed);
    }

    /** What is to be done for a node; nothing while something before it is not sealed. */
    public Optional<Open> open(Node node) {
        return resolve(node).map(Head::open);
    }

    /** On top of which branches a phase is to be made again; empty if it is none of those. */
    public Set<String> below(Node node) {
        return onTop(node).map(top -> top.joined().keySet()).orElse(Set.of());
    }

    /** The same, whether or not that is sealed as it was. */
    Set<String> notedBelow(Node node) {
        OnTop noted = onTop.get(node.name());
        return noted == null ? Set.of() : noted.joined().keySet();
    }

    /** What must be sealed before a node can begin, nearest first, and is not. */
    public List<Node> missing(Node node) {
        List<Node> missing = new ArrayList<>();
        for (Node before : before(node)) {
            if (head(before).isEmpty()) {
                missing.addAll(missing(before));
                missing.add(before);
            }
        }
        return missing.stream().distinct().toList();
    }

    private Collection<Node> before(Node node) {
        if (node.isGate()) {
            return node.joins().stream().map(Node::phase).toList();
        }
        Set<Node> before = new LinkedHashSet<>(Node.before(graph, node.name()));
        onTop(node)
                .ifPresent(
                        top -> top.joined().keySet().forEach(one -> before.add(Node.phase(one))));
        return before;
    }

    /** What a phase is made again on, if all in that is still sealed as it was. */
    private Optional<OnTop> onTop(Node node) {
        return Optional.ofNullable(onTop.get(node.name()))
                .filter(
                        top ->
                                top.joined().entrySet().stream()
                                        .allMatch(
                                                one ->
                                                        head(Node.phase(one.getKey()))
                                                                .map(Sealed::seal)
                                                                .filter(one.getValue()::equals)
                                                                .isPresent()));
    }

    private Optional<Head> resolve(Node node) {
        Optional<Head> known = heads.get(node.name());
        if (known == null) {
            known = compute(node);
            heads.put(node.name(), known);
        }
        return known;
    }

    private Optional<Head> compute(Node node) {
        List<Sealed> materials = new ArrayList<>();
        for (Node before : before(node)) {
            Optional<Sealed> sealed = head(before);
            if (sealed.isEmpty()) {
                return Optional.empty();
            }
            materials.add(sealed.get());
        }
        if (node.isGate()) {
            materials.sort(Comparator.comparingLong(Sealed::sequence));
        }
        List<Digest> seals = materials.stream().map(Sealed::seal).toList();
        String plain = node.isGate() || materials.isEmpty() ? base : materials.get(0).commit();
        String from = onTop(node).map(OnTop::base).orElse(plain);
        Digest key =
                node.isGate()
                        ? ContentKey.ofGate(
                                plan, new GateMembers(graph, node).proven(), milestone, seals, from)
                        : ContentKey.of(plan, graph.phase(node.name()), milestone, seals, from);
        Sealed sealed = run.index().find(key).orElse(null);
        return Optional.of(new Head(new Open(node, key, from, List.copyOf(materials)), sealed));
    }

    /** Seals of all phases before a node, by phase, in the graph's order. */
    public Map<String, Sealed> ancestors(Node node) {
        Map<String, Sealed> seals = new LinkedHashMap<>();
        Set<String> below = new HashSet<>(below(node));
        if (!node.isGate()) {
            graph.ancestors(node.name()).forEach(one -> below.addAll(below(Node.phase(one))));
        }
        for (String name : graph.order()) {
            boolean before =
                    node.isGate()
                            ? node.joins().stream()
                                    .anyMatch(
                                            join ->
                                                    join.equals(name)
                                                            || graph.ancestors(join).contains(name))
                            : graph.ancestors(node.name()).contains(name);
            boolean joined =
                    below.stream()
                            .anyMatch(
                                    top -> top.equals(name) || graph.ancestors(top).contains(name));
            if (before || joined) {
                head(Node.phase(name)).ifPresent(one -> seals.put(name, one));
            }
        }
        return seals;
    }

    /** Test figures that none after these seals may make worse. */
    public static Map<String, TestCounts> baselines(Collection<Sealed> seals) {
        Map<String, TestCounts> all = new HashMap<>();
        for (Sealed sealed : seals) {
            sealed.tests()
                    .forEach((phase, figures) -> all.merge(phase, figures, BuildGraph::stricter));
        }
        return all;
    }

    private static TestCounts stricter(TestCounts a, TestCounts b) {
        long skipped = Math.min(a.skipped(), b.skipped());
        return new TestCounts(Math.max(a.ran(), b.ran()) + skipped, 0, skipped);
    }

    public BuildRun run() {
        return run;
    }
}
