package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.BuildOverrides;
import io.jenkins.plugins.lockstep.jenkins.build.Resolver;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.jenkins.governor.Grant;
import io.jenkins.plugins.lockstep.jenkins.governor.SessionGovernor;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A phase with the configured agent: attempts, each a job, until one is proven. */
final class PhaseExecution extends GatedExecution {
    private static final long serialVersionUID = 1;

    private final PhaseRequest request;
    private int tried;
    private byte[] earlier;
    private String ticket;

    PhaseExecution(StepContext context, PhaseRequest request) {
        super(context);
        this.request = request;
    }

    @Override
    void decide() throws Exception {
        pin();
        int milestone = milestone();
        BuildOverrides.put(run().files().overrides(), milestone, request.overrides());
        Node node = Node.phase(request.phase());
        BuildGraph.of(run(), milestone).phase(node.name());
        claims().take(run(), milestone, node.name());
        Resolver.Answer answer = resolver().resolve(node);
        if (answer.sealed().isPresent()) {
            log(node.name() + " is sealed: " + answer.sealed().get().seal());
            succeed(ResultMap.of(answer.sealed().get(), null));
        } else if (!answer.missing().isEmpty()) {
            missing(node, answer);
        } else {
            attempt(answer.graph(), node);
        }
    }

    private void attempt(BuildGraph graph, Node node) throws Exception {
        Phase phase = graph.phase(node.name());
        Grant grant = sessions(graph.plan(), phase);
        if (grant == null) {
            return;
        }
        SecretText secret = SecretText.of(request, build());
        List<Failure> failures =
                earlier == null ? List.of() : List.of(Json.read(earlier, Failure[].class));
        WorkerJob job =
                jobs(graph)
                        .phase(
                                graph.open(node).orElseThrow(),
                                request.overrides(),
                                false,
                                failures,
                                secret == null ? List.of() : List.of(secret.variable()))
                        .granted(grant.sessions(), grant.perMinute());
        log(node.name() + ", attempt " + job.spec().attempt() + ", from " + job.spec().base());
        tried++;
        send(graph, job);
        startProcess(secret);
    }

    /** What the governor grants; null if this step waits for it. */
    private Grant sessions(Plan plan, Phase phase) throws IOException, InterruptedException {
        boolean agent =
                !plan.agent().command().isEmpty()
                        && phase.kind() != PhaseKind.VALIDATE
                        && phase.kind() != PhaseKind.COMMIT;
        if (!agent) {
            return Grant.NONE;
        }
        if (ticket == null) {
            ticket = build().getExternalizableId() + "/" + phase.name() + "/" + System.nanoTime();
        }
        enter(Stage.WAIT);
        int wanted = phase.kind() == PhaseKind.ISSUES ? plan.limits().workers() : 1;
        return SessionGovernor.get()
                .request(
                        ticket,
                        build(),
                        phase.name(),
                        wanted,
                        listener(),
                        () -> inBackground(this::redecide));
    }

    @Override
    void returned(WorkerJob job, Returned returned, Path evidence) throws Exception {
        if (job.kind() == WorkerJob.Kind.MERGE) {
            mergeReturned(job, returned, evidence);
            return;
        }
        BuildGraph graph = BuildGraph.of(run(), milestone());
        Node node = Node.phase(request.phase());
        BuildGraph.Open open = graph.open(node).orElseThrow();
        discard();
        Returned checked = PhaseChecks.before(graph, open, returned, evidence, build());
        if (checked.result().proven()) {
            Sealed sealed = seal(graph, open, job, checked, evidence);
            log(node.name() + " is proven and sealed: " + sealed.seal());
            succeed(ResultMap.of(sealed, checked.result()));
            return;
        }
        List<Failure> failures = keepFailed(graph, job, checked, evidence);
        log(PhaseFailure.text(node.name(), job.spec().attempt(), failures));
        if (tried < most(graph.plan(), graph.phase(node.name()))
                && !PhaseFailure.isFinal(failures)) {
            earlier = Json.canonical(failures);
            again();
            return;
        }
        throw new AbortException(PhaseFailure.summary(node.name(), failures));
    }

    private int most(Plan plan, Phase phase) {
        if (phase.kind() == PhaseKind.VALIDATE
                || phase.kind() == PhaseKind.COMMIT
                || plan.agent().command().isEmpty()) {
            return 1;
        }
        if (request.attempts() > 0) {
            return request.attempts();
        }
        return phase.attempts() == null ? plan.limits().attempts() : phase.attempts();
    }

    @Override
    void ended() {
        if (ticket != null) {
            SessionGovernor.get().release(ticket);
            ticket = null;
        }
    }

    @Override
    void stopWaiting(Throwable cause) {
        giveUp(cause);
    }
}
