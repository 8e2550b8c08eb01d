package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The gate's question before anything starts: is what stands before sealed, unchanged, and whole?
 */
public final class Resolver {
    private final BuildRun run;
    private final int milestone;
    private final Run<?, ?> build;
    private final TaskListener listener;

    public Resolver(BuildRun run, int milestone, Run<?, ?> build, TaskListener listener) {
        this.run = run;
        this.milestone = milestone;
        this.build = build;
        this.listener = listener;
    }

    /**
     * @param graph as it is after what could be taken over was
     * @param missing what must be sealed before the node, and is not; nearest to the beginning
     *     first
     * @param sealed the node's own seal, if it has one that fits
     */
    public record Answer(BuildGraph graph, List<Node> missing, Optional<Sealed> sealed) {}

    /**
     * Takes over what earlier builds sealed for the same content, the node itself included, and
     * checks what stands directly before it.
     *
     * @throws AbortException if evidence before it is broken
     */
    public Answer resolve(Node node) throws IOException, InterruptedException {
        BuildGraph graph = takenOver(node);
        Answer answer = new Answer(graph, graph.missing(node), graph.head(node));
        check(graph, node, answer.sealed());
        return answer;
    }

    /** One step at a time: two must not take the same over. */
    private BuildGraph takenOver(Node node) throws IOException, InterruptedException {
        synchronized (run) {
            BuildGraph graph = BuildGraph.of(run, milestone);
            Takeover takeover = new Takeover(run, build, listener);
            boolean again = true;
            while (again && graph.head(node).isEmpty()) {
                again = false;
                for (Node one : candidates(graph, node)) {
                    Optional<BuildGraph.Open> what = graph.open(one);
                    if (what.isPresent()
                            && graph.head(one).isEmpty()
                            && takeover.find(what.get()).isPresent()) {
                        graph = BuildGraph.of(run, milestone);
                        again = true;
                        break;
                    }
                }
            }
            return graph;
        }
    }

    /**
     * What may be taken over, in order: what a phase was made again on top of comes before it,
     * since without that the phase's first seal would seem to fit.
     */
    private static List<Node> candidates(BuildGraph graph, Node node) {
        Set<Node> all = new LinkedHashSet<>();
        List<Node> needed = new ArrayList<>(graph.missing(node));
        needed.add(node);
        for (Node one : needed) {
            for (String below : graph.notedBelow(one)) {
                all.addAll(graph.missing(Node.phase(below)));
                all.add(Node.phase(below));
            }
            all.add(one);
        }
        return List.copyOf(all);
    }

    /**
     * Reads all of that evidence again, which takes as long as there is of it; other steps go on
     * meanwhile, since what is sealed changes no more.
     */
    private void check(BuildGraph graph, Node node, Optional<Sealed> sealed) throws IOException {
        List<Sealed> relied = new ArrayList<>();
        graph.open(node).ifPresent(open -> relied.addAll(open.materials()));
        sealed.ifPresent(relied::add);
        Artifacts artifacts = new Artifacts(build);
        for (Sealed one : relied) {
            Optional<String> broken = artifacts.broken(one);
            if (broken.isPresent()) {
                throw new Refusal(Cause.EVIDENCE_BROKEN, broken.get());
            }
        }
    }

    /** The gate after those phases, as the graph has it; the phase itself if it is one. */
    public static Node gate(BuildGraph graph, List<String> after) throws AbortException {
        for (String name : after) {
            graph.phase(name);
        }
        List<String> names = graph.graph().order().stream().filter(after::contains).toList();
        if (names.isEmpty()) {
            throw new AbortException(
                    "a gate needs at least one phase: phaseGate(after: ['lint', 'typecheck'])");
        }
        if (names.size() == 1) {
            return Node.phase(names.get(0));
        }
        return Node.all(graph.graph()).keySet().stream()
                .filter(
                        one ->
                                one.isGate()
                                        && one.joins().size() == names.size()
                                        && names.containsAll(one.joins()))
                .findFirst()
                .orElse(Node.gate(names));
    }
}
