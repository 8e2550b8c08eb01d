package io.jenkins.plugins.lockstep.jenkins.step;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.EarlierOffer;
import io.jenkins.plugins.lockstep.jenkins.build.EarlierOffers;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.jenkins.governor.Grant;
import io.jenkins.plugins.lockstep.jenkins.governor.SessionGovernor;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A phase with the configured agent: attempts, each a job, until one is proven. */
final class PhaseExecution extends PhaseWork {
    private static final long serialVersionUID = 1;

    private int tried;
    private byte[] earlier;
    private byte[] next;
    private String ticket;

    PhaseExecution(StepContext context, PhaseRequest request) {
        super(context, request);
    }

    @Override
    void begin(BuildGraph graph, Node node) throws Exception {
        Phase phase = graph.phase(node.name());
        Grant grant = sessions(graph.plan(), phase);
        if (grant == null) {
            return;
        }
        SecretText secret = SecretText.of(request(), build());
        List<Failure> failures =
                earlier == null ? List.of() : List.of(Json.read(earlier, Failure[].class));
        BuildGraph.Open open = graph.open(node).orElseThrow();
        EarlierOffer offer = earlier == null ? offer(graph, open) : before();
        WorkerJob job =
                jobs(graph)
                        .phase(
                                open,
                                request().overrides(),
                                false,
                                failures,
                                offer,
                                secret == null ? List.of() : List.of(secret.variable()))
                        .granted(grant.sessions(), grant.perMinute());
        log(node.name() + ", attempt " + job.spec().attempt() + ", from " + job.spec().base());
        send(graph, job, offer.text());
        startProcess(secret);
    }

    /** What the first attempt may take over. */
    private EarlierOffer offer(BuildGraph graph, BuildGraph.Open open)
            throws IOException, InterruptedException {
        return scope().anew()
                ? EarlierOffer.NONE
                : new EarlierOffers(graph, build(), listener()).find(open);
    }

    /** What another attempt begins with of the one before it. */
    private EarlierOffer before() throws IOException {
        return next == null
                ? EarlierOffer.NONE
                : EarlierOffer.of(Json.read(next, EarlierChange.class));
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
        Grant grant =
                SessionGovernor.get()
                        .request(
                                ticket,
                                build(),
                                phase.name(),
                                wanted,
                                listener(),
                                () -> inBackground(this::redecide));
        if (grant != null) {
            at(Stage.DECIDE);
        }
        return grant;
    }

    @Override
    boolean tryAgain(BuildGraph graph, List<Failure> failures, Returned returned) {
        Phase phase = graph.graph().phase(request().phase());
        boolean first = earlier == null;
        // What took work over is no agent's fault, and so does not count.
        tried += first && returned.taken() != null ? 0 : 1;
        if (tried >= most(graph.plan(), phase) || PhaseFailure.isFinal(failures)) {
            return false;
        }
        next = returned.next() == null ? null : Json.canonical(returned.next());
        earlier = Json.canonical(failures);
        again();
        return true;
    }

    private int most(Plan plan, Phase phase) {
        if (phase.kind() == PhaseKind.VALIDATE
                || phase.kind() == PhaseKind.COMMIT
                || plan.agent().command().isEmpty()) {
            return 1;
        }
        if (request().attempts() > 0) {
            return request().attempts();
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
}
