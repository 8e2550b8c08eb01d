package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.Jobs;
import io.jenkins.plugins.lockstep.jenkins.build.OwnCommits;
import io.jenkins.plugins.lockstep.jenkins.build.PinnedPlan;
import io.jenkins.plugins.lockstep.jenkins.build.Resolver;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.jenkins.build.TimeLeft;
import io.jenkins.plugins.lockstep.jenkins.build.Workspaces;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Passes a gate, merging what it joins if nobody has yet. */
abstract class GatedExecution extends NodeExecution {
    private static final long serialVersionUID = 1;

    private String merged;
    private int joined;

    GatedExecution(StepContext context) {
        super(context);
    }

    final LockstepScope scope() throws IOException, InterruptedException {
        return LockstepScope.of(getContext());
    }

    /** Pins or checks the plan, and ends a build of nothing but our own commits. */
    final PinnedPlan pin() throws IOException, InterruptedException {
        LockstepScope scope = scope();
        FilePath workspace = workspace();
        boolean first = run().pinned().isEmpty();
        PinnedPlan pinned = Workspaces.pin(run(), workspace, scope.plan());
        if (first && scope.skipOwnCommits()) {
            OwnCommits.check(build(), pinned, workspace, listener());
        }
        return pinned;
    }

    final int milestone() throws IOException, InterruptedException {
        return run().pinned().orElseThrow().milestone(scope().milestone()).number();
    }

    final Resolver resolver() throws IOException, InterruptedException {
        return new Resolver(run(), milestone(), build(), listener());
    }

    final Jobs jobs(BuildGraph graph) throws IOException, InterruptedException {
        TimeLeft left = TimeLeft.of(build(), scope().deadline(), graph.plan().limits());
        return new Jobs(graph, workspace().getRemote(), left.millis(), left.limit());
    }

    /**
     * What to do about what is missing before a node: a gate whose branches are all sealed is
     * merged, now; for anything else the step fails.
     */
    final void missing(Node node, Resolver.Answer answer) throws Exception {
        List<Node> missing = answer.missing();
        if (missing.size() == 1 && missing.get(0).isGate()) {
            merge(missing.get(0), answer.graph());
            return;
        }
        String names = String.join(", ", missing.stream().map(Node::name).toList());
        throw new AbortException(
                "Lockstep: "
                        + node.name()
                        + " can't begin. Not proven in this build, nor in an earlier"
                        + " one for the same content: "
                        + names
                        + ". Put their steps before this one");
    }

    /** Starts the next merge of a gate, or waits for the step that is at it. */
    final void merge(Node gate, BuildGraph graph) throws Exception {
        int milestone = graph.milestone().number();
        enter(Stage.WAIT);
        if (!claims().takeOrWait(
                        run(), milestone, gate.name(), () -> inBackground(this::redecide))) {
            log("waits for another step that joins " + String.join(", ", gate.joins()));
            return;
        }
        BuildGraph.Open open = graph.open(gate).orElseThrow();
        if (merged == null) {
            merged = open.materials().get(0).commit();
            joined = 1;
        }
        Sealed theirs = open.materials().get(joined);
        log(
                "joins "
                        + theirs.node()
                        + " to "
                        + String.join(
                                ", ",
                                open.materials().subList(0, joined).stream()
                                        .map(Sealed::node)
                                        .toList())
                        + ", and proves all on the merged commit");
        send(graph, jobs(graph).merge(open, merged, theirs));
        startProcess(null);
    }

    /** Decides again, in whatever stage this is. */
    final void redecide() throws Exception {
        enter(Stage.DECIDE);
        decide();
    }

    /** A merge came back. */
    final void mergeReturned(WorkerJob job, Returned returned, Path evidence) throws Exception {
        BuildGraph graph = BuildGraph.of(run(), milestone());
        Node gate =
                Resolver.gate(
                        graph,
                        List.of(job.spec().phase().substring("gate:".length()).split("\\+")));
        BuildGraph.Open open = graph.open(gate).orElseThrow();
        Sealed theirs = open.materials().get(joined);
        discard();
        if (!returned.result().proven()) {
            List<Failure> failures = keepFailed(graph, job, returned, evidence);
            graph.makeAgain(theirs.node(), merged, open.materials().subList(0, joined));
            merged = null;
            log(PhaseFailure.text(gate.name(), job.spec().attempt(), failures));
            throw new AbortException(
                    PhaseFailure.summary(gate.name(), failures)
                            + ". The branch of "
                            + theirs.node()
                            + " is made again on top of the others at the next try: rebuild, or lockstep(attempts: 2)");
        }
        merged = returned.result().commit();
        joined++;
        if (joined < open.materials().size()) {
            merge(gate, graph);
            return;
        }
        Sealed sealed = seal(graph, open, job, returned, evidence);
        merged = null;
        claims().release(run(), job.spec().milestone(), gate.name());
        log(
                gate.name()
                        + " is proven on the merged commit "
                        + sealed.commit()
                        + " and sealed: "
                        + sealed.seal());
        redecide();
    }

    @Override
    final void resume(Stage at) {
        if (at == Stage.WAIT) {
            inBackground(this::redecide);
        } else {
            resumeBody();
        }
    }

    /** The body goes on by itself. */
    void resumeBody() {}
}
