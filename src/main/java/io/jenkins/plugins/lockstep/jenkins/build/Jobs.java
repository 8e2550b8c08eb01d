package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.MergeSpec;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.run.EarlierWork;
import io.jenkins.plugins.lockstep.run.GateMembers;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.Overrides;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes jobs for workers from what is sealed. */
public final class Jobs {
    private final BuildGraph graph;
    private final String workspace;
    private final long millis;
    private final String limit;

    /**
     * @param workspace on the agent
     * @param millis left for the job
     * @param limit what set that, for a person
     */
    public Jobs(BuildGraph graph, String workspace, long millis, String limit) {
        this.graph = graph;
        this.workspace = workspace;
        this.millis = millis;
        this.limit = limit;
    }

    /**
     * An attempt of a phase.
     *
     * @param earlier failures of the attempt before it
     * @param offer what it may begin with
     */
    public WorkerJob phase(
            BuildGraph.Open open,
            Overrides overrides,
            boolean body,
            List<Failure> earlier,
            EarlierOffer offer,
            List<String> variables)
            throws IOException {
        String name = open.node().name();
        Map<String, Sealed> ancestors = graph.ancestors(open.node());
        AttemptSpec spec =
                spec(
                        open.node(),
                        open.base(),
                        ancestors,
                        new ArrayList<>(ancestors.keySet()),
                        earlier);
        Phase phase = graph.graph().phase(name);
        boolean commit = phase.kind() == PhaseKind.COMMIT;
        WorkerJob.Kind kind =
                body
                        ? WorkerJob.Kind.BODY
                        : commit ? WorkerJob.Kind.COMMIT : WorkerJob.Kind.ATTEMPT;
        String seal =
                commit && !open.materials().isEmpty()
                        ? open.materials().get(0).seal().toString()
                        : null;
        List<String> commits = List.of(graph.base(), open.base());
        return new WorkerJob(
                kind,
                spec.startingFrom(spec.base(), EarlierWork.citing(offer.cited(), spec.seals())),
                null,
                overrides,
                workspace,
                distinct(commits),
                0,
                0,
                seal,
                offer.changes(),
                variables);
    }

    /** The merge of a gate's branches. */
    public WorkerJob merge(BuildGraph.Open open) throws IOException {
        Map<String, Sealed> heads = graph.ancestors(open.node());
        GateMembers members = new GateMembers(graph.graph(), open.node());
        List<Sealed> branches = open.materials();
        AttemptSpec place =
                spec(
                        open.node(),
                        branches.get(0).commit(),
                        heads,
                        members.proven().stream().map(Phase::name).toList(),
                        List.of());
        MergeSpec merge =
                new MergeSpec(
                        place,
                        members.branches(branches, 1),
                        GateMembers.provenTrees(graph.graph(), all(open, heads)));
        List<String> commits = new ArrayList<>(List.of(graph.base()));
        branches.forEach(branch -> commits.add(branch.commit()));
        return new WorkerJob(
                WorkerJob.Kind.MERGE,
                place,
                merge,
                null,
                workspace,
                distinct(commits),
                0,
                0,
                null,
                List.of(),
                List.of());
    }

    private static Map<String, Sealed> all(BuildGraph.Open open, Map<String, Sealed> heads) {
        Map<String, Sealed> all = new LinkedHashMap<>(heads);
        open.materials().forEach(one -> all.put(one.node(), one));
        return all;
    }

    private AttemptSpec spec(
            Node node,
            String base,
            Map<String, Sealed> ancestors,
            List<String> hold,
            List<Failure> earlier)
            throws IOException {
        Map<String, Digest> seals = new HashMap<>();
        ancestors.forEach((name, one) -> seals.put(name, one.seal()));
        int number = graph.milestone().number();
        return new AttemptSpec(
                graph.run().id(),
                number,
                node.name(),
                graph.run().nextAttempt(number, node.name()),
                graph.plan().digest(),
                base,
                graph.base(),
                seals,
                hold,
                BuildGraph.baselines(ancestors.values()),
                earlier,
                millis,
                limit);
    }

    private static List<String> distinct(List<String> commits) {
        return commits.stream().distinct().toList();
    }
}
