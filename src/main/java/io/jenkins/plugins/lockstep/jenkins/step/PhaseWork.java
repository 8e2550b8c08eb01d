package io.jenkins.plugins.lockstep.jenkins.step;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.EarlierOffers;
import io.jenkins.plugins.lockstep.jenkins.build.Received;
import io.jenkins.plugins.lockstep.jenkins.build.Refusal;
import io.jenkins.plugins.lockstep.jenkins.build.Resolver;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Brings one phase to its seal, whoever does the work. */
abstract class PhaseWork extends GatedExecution {
    private static final long serialVersionUID = 1;

    private final PhaseRequest request;

    PhaseWork(StepContext context, PhaseRequest request) {
        super(context);
        this.request = request;
    }

    final PhaseRequest request() {
        return request;
    }

    /** All before the phase is proven: the work can begin. */
    abstract void begin(BuildGraph graph, Node node) throws Exception;

    /**
     * Whether another attempt is begun after one that left failures.
     *
     * @param returned what that one left
     */
    boolean tryAgain(BuildGraph graph, List<Failure> failures, Returned returned) {
        return false;
    }

    @Override
    final void decide() throws Exception {
        int milestone = pin();
        run().override(milestone, request.overrides());
        Node node = Node.phase(request.phase());
        BuildGraph.of(run(), milestone).phase(node.name());
        claims().take(run(), milestone, node.name());
        Resolver.Answer answer = resolver().resolve(node);
        if (answer.sealed().isPresent()) {
            log(node.name() + " is sealed and not run again: " + answer.sealed().get().seal());
            succeed(ResultMap.of(answer.sealed().get(), null));
        } else if (!answer.missing().isEmpty()) {
            missing(node, answer);
        } else {
            begin(answer.graph(), node);
        }
    }

    @Override
    final void returned(WorkerJob job, Returned returned, Received evidence) throws Exception {
        if (job.kind() == WorkerJob.Kind.MERGE) {
            mergeReturned(job, returned, evidence);
            return;
        }
        BuildGraph graph = BuildGraph.of(run(), milestone());
        Node node = Node.phase(request.phase());
        BuildGraph.Open open = graph.open(node).orElseThrow();
        Returned checked = PhaseChecks.before(graph, open, returned, evidence, build());
        List<Failure> failures = checked.result().failures();
        if (failures.isEmpty()) {
            try {
                open = standing(graph, open, checked.taken());
            } catch (Refusal e) {
                failures = List.of(Refusal.failure(e));
            }
        }
        if (failures.isEmpty()) {
            Sealed sealed = sealing(graph).seal(open, job.spec(), checked, evidence);
            discard();
            log(node.name() + " is proven and sealed: " + sealed.seal());
            succeed(ResultMap.of(sealed, checked.result()));
            return;
        }
        sealing(graph).keepFailed(job.spec(), failures, checked.result().costUsd(), evidence);
        discard();
        log(PhaseFailure.text(node.name(), job.spec().attempt(), failures));
        if (!tryAgain(graph, failures, checked)) {
            throw Refusal.told(
                    failures.get(0).cause(), PhaseFailure.summary(node.name(), failures));
        }
    }

    /**
     * With what the attempt took over, if it did.
     *
     * @param taken the seal of that; null if it took nothing over
     * @throws Refusal if that is not there any more as it was sealed: the attempt counts for
     *     nothing
     */
    private BuildGraph.Open standing(BuildGraph graph, BuildGraph.Open open, Digest taken)
            throws IOException, InterruptedException {
        return taken == null
                ? open
                : open.with(new EarlierOffers(graph, build(), listener()).take(taken));
    }

    @Override
    final void tell(Failure failure) throws IOException, InterruptedException {
        if (BuildGraph.of(run(), milestone()).graph().order().contains(request.phase())) {
            run().story().givenUp(milestone(), request.phase(), 0, failure);
        }
    }
}
