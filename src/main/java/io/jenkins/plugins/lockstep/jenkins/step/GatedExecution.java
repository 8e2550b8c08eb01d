package io.jenkins.plugins.lockstep.jenkins.step;

import io.jenkins.plugins.lockstep.attempt.MergeOutcome;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.Jobs;
import io.jenkins.plugins.lockstep.jenkins.build.PinnedPlan;
import io.jenkins.plugins.lockstep.jenkins.build.Received;
import io.jenkins.plugins.lockstep.jenkins.build.Refusal;
import io.jenkins.plugins.lockstep.jenkins.build.Resolver;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.jenkins.build.TimeLeft;
import io.jenkins.plugins.lockstep.jenkins.build.Workspaces;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Passes a gate, merging what it joins if nobody has yet. */
abstract class GatedExecution extends JobExecution {
    private static final long serialVersionUID = 1;

    private boolean hasJoined;

    GatedExecution(StepContext context) {
        super(context);
    }

    final LockstepScope scope() throws IOException, InterruptedException {
        return LockstepScope.of(getContext());
    }

    /**
     * Pins or checks the plan, checks the ledger, and ends a build of nothing but our own commits.
     *
     * @return the milestone's number
     */
    final int pin() throws IOException, InterruptedException {
        LockstepScope scope = scope();
        PinnedPlan pinned =
                Workspaces.pin(
                        build(), workspace(), scope.plan(), scope.skipOwnCommits(), listener());
        run().checkLedger();
        int milestone = pinned.milestone(scope.milestone()).number();
        run().story().milestone(milestone, BuildGraph.of(run(), milestone).base());
        return milestone;
    }

    /** Whether this step merged and sealed a gate. */
    final boolean hasJoined() {
        return hasJoined;
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
        BuildGraph graph = answer.graph();
        boolean again = missing.stream().anyMatch(one -> !graph.below(one).isEmpty());
        String names =
                String.join(
                        ", ", missing.stream().map(one -> named(one, graph.below(one))).toList());
        throw new Refusal(
                Cause.PREREQUISITE,
                "Lockstep: "
                        + node.name()
                        + " can't begin. Not proven in this build, nor in an earlier"
                        + " one for the same content: "
                        + names
                        + (again
                                ? ". Build again, or set lockstep(attempts: 2)"
                                : ". Put their steps before this one"));
    }

    private static String named(Node node, Set<String> below) {
        return below.isEmpty()
                ? node.name()
                : node.name() + " (to be made again on top of " + String.join(", ", below) + ")";
    }

    /** Starts the merge of a gate, or waits for the step that is at it. */
    final void merge(Node gate, BuildGraph graph) throws Exception {
        int milestone = graph.milestone().number();
        enter(Stage.WAIT);
        if (!claims().takeOrWait(
                        run(), milestone, gate.name(), () -> inBackground(this::redecide))) {
            log("waits for another step that joins " + String.join(", ", gate.joins()));
            return;
        }
        at(Stage.DECIDE);
        BuildGraph.Open open = graph.open(gate).orElseThrow();
        List<String> branches = open.materials().stream().map(Sealed::node).toList();
        log(
                "joins "
                        + String.join(", ", branches.subList(1, branches.size()))
                        + " to "
                        + branches.get(0)
                        + ", and proves all on the merged commit");
        send(graph, jobs(graph).merge(open));
        startProcess(null);
    }

    /** Decides again, in whatever stage this is. */
    final void redecide() throws Exception {
        enter(Stage.DECIDE);
        decide();
    }

    /** A merge came back. */
    final void mergeReturned(WorkerJob job, Returned returned, Received evidence) throws Exception {
        BuildGraph graph = BuildGraph.of(run(), milestone());
        Node gate = Resolver.gate(graph, Node.joins(job.spec().phase()));
        BuildGraph.Open open = graph.open(gate).orElseThrow();
        if (!returned.result().proven()) {
            notJoined(job, graph, open, returned, evidence);
        }
        hasJoined = true;
        Sealed sealed = sealing(graph).seal(open, job.spec(), returned, evidence);
        discard();
        claims().release(run(), job.spec().milestone(), gate.name());
        log(
                gate.name()
                        + " is proven on the merged commit "
                        + sealed.commit()
                        + " and sealed: "
                        + sealed.seal());
        redecide();
    }

    private void notJoined(
            WorkerJob job,
            BuildGraph graph,
            BuildGraph.Open open,
            Returned returned,
            Received evidence)
            throws Exception {
        Node gate = open.node();
        List<Failure> failures = returned.result().failures();
        sealing(graph).keepFailed(job.spec(), failures, 0, evidence);
        String again = "";
        MergeOutcome.Together together = returned.together();
        if (together != null) {
            returned.keep(run().files());
            int joined = 1 + together.branches();
            String branch = open.materials().get(joined).node();
            graph.makeAgain(branch, together.commit(), open.materials().subList(0, joined));
            again =
                    ". The branch of "
                            + branch
                            + " is made again on top of the others at the next try: rebuild, or lockstep(attempts: 2)";
        }
        discard();
        log(PhaseFailure.text(gate.name(), job.spec().attempt(), failures));
        throw Refusal.told(
                failures.get(0).cause(), PhaseFailure.summary(gate.name(), failures) + again);
    }

    @Override
    final void resume(Stage at) {
        switch (at) {
            case WAIT -> inBackground(this::redecide);
            case PROCESS -> watchAgain();
            case RETURN -> inBackground(this::sealedOrReturnAgain);
            default -> resumeBody();
        }
    }

    /** The controller may have stopped after the seal was written. */
    private void sealedOrReturnAgain() throws Exception {
        BuildGraph graph = BuildGraph.of(run(), milestone());
        String name = job().spec().phase();
        List<String> joins = Node.joins(name);
        Node node = joins.isEmpty() ? Node.phase(name) : Resolver.gate(graph, joins);
        if (graph.head(node).isPresent()) {
            redecide();
        } else {
            returnAgain();
        }
    }

    /** Goes on after a restart that came between a job's end and its seal. */
    void returnAgain() throws Exception {
        fetch();
    }

    /** The body goes on by itself. */
    void resumeBody() {}

    @Override
    boolean stopStage(Stage at, Throwable cause) throws Exception {
        return stopProcess(cause);
    }
}
