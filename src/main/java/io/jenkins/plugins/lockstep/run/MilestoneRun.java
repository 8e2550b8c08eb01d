package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.LedgerBrokenException;
import io.jenkins.plugins.lockstep.plan.Limits;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.process.Deadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes one milestone through the graph: every phase as soon as what it stands behind is sealed.
 */
final class MilestoneRun {
    private final MilestoneContext milestone;
    private final Deadline deadline;
    private final PhaseRunner phases;
    private final GateRunner gates;
    private final Map<String, Sealed> heads = new ConcurrentHashMap<>();
    private final Map<String, Deadline> groupDeadlines = new ConcurrentHashMap<>();
    private final Map<String, List<String>> groupOf = new HashMap<>();

    MilestoneRun(MilestoneContext milestone, Deadline run) {
        this.milestone = milestone;
        this.deadline = run.within(limits(milestone).milestone(), "milestone");
        this.phases = new PhaseRunner(milestone);
        this.gates = new GateRunner(milestone, phases);
    }

    /**
     * @param only run up to this phase; empty for all
     * @return the seals by node; complete only if no failure was recorded
     */
    Map<String, Sealed> run(String only) throws IOException, InterruptedException {
        Map<Node, Set<Node>> nodes = upTo(only, Node.all(milestone.run().graph()));
        Forecast.of(milestone, nodes).tell();
        nodes.keySet().stream()
                .filter(Node::isGate)
                .forEach(
                        gate ->
                                milestone
                                        .run()
                                        .graph()
                                        .members(gate.joins())
                                        .forEach(
                                                member ->
                                                        groupOf.putIfAbsent(member, gate.joins())));
        Limits limits = limits(milestone);
        Scheduler.Outcome<Node> outcome =
                new Scheduler<>(nodes)
                        .run(
                                limits.phases(),
                                "lockstep-m" + milestone.milestone().number(),
                                this::node);
        outcome.states()
                .forEach(
                        (node, state) -> {
                            if (state == Scheduler.State.BLOCKED) {
                                milestone
                                        .run()
                                        .events()
                                        .emit(
                                                milestone.milestone().number(),
                                                node.name(),
                                                0,
                                                Event.Type.NOTE,
                                                "not started: what it comes"
                                                        + " after is not proven",
                                                Map.of("state", "blocked"));
                            }
                        });
        outcome.thrown()
                .forEach(
                        (node, thrown) -> {
                            throw new IllegalStateException(node.name() + ": " + thrown, thrown);
                        });
        return new LinkedHashMap<>(heads);
    }

    private boolean node(Node node) throws InterruptedException {
        try {
            Optional<Sealed> sealed =
                    node.isGate() ? gates.run(node, heads, deadline) : phase(node);
            sealed.ifPresent(seal -> heads.put(node.name(), seal));
            return sealed.isPresent();
        } catch (SetupFailedException e) {
            milestone.fail(node.name(), 0, List.of(e.failure()));
            return false;
        } catch (LedgerBrokenException e) {
            milestone.fail(
                    node.name(),
                    0,
                    List.of(Failure.of("ledger", Cause.EVIDENCE_BROKEN, e.getMessage())));
            return false;
        } catch (IOException | UncheckedIOException e) {
            milestone.fail(
                    node.name(), 0, List.of(Failure.of("lockstep", Cause.INTERNAL, e.toString())));
            return false;
        }
    }

    private Optional<Sealed> phase(Node node) throws IOException, InterruptedException {
        Phase phase = milestone.run().graph().phase(node.name());
        List<Sealed> materials =
                Node.before(milestone.run().graph(), phase.name()).stream()
                        .map(before -> heads.get(before.name()))
                        .toList();
        String base = materials.isEmpty() ? milestone.base() : materials.get(0).commit();
        Map<String, Sealed> ancestors =
                GateMembers.pick(milestone.run().graph().ancestors(phase.name()), heads);
        return phases.run(phase, base, materials, ancestors, deadlineOf(phase));
    }

    private Deadline deadlineOf(Phase phase) {
        List<String> group = groupOf.get(phase.name());
        if (group == null) {
            return deadline;
        }
        return groupDeadlines.computeIfAbsent(
                String.join("+", group),
                key -> deadline.within(limits(milestone).group(), "group " + key));
    }

    private static Map<Node, Set<Node>> upTo(String only, Map<Node, Set<Node>> all) {
        if (only.isEmpty()) {
            return all;
        }
        Map<Node, Set<Node>> kept = new LinkedHashMap<>();
        keep(Node.phase(only), all, kept);
        Map<Node, Set<Node>> ordered = new LinkedHashMap<>(all);
        ordered.keySet().retainAll(kept.keySet());
        return ordered;
    }

    private static void keep(Node node, Map<Node, Set<Node>> all, Map<Node, Set<Node>> kept) {
        if (kept.putIfAbsent(node, all.get(node)) == null) {
            all.get(node).forEach(before -> keep(before, all, kept));
        }
    }

    private static Limits limits(MilestoneContext milestone) {
        return milestone.run().plan().limits();
    }
}
