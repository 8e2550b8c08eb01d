package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.jenkins.agent.FinishBody;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.BuildOverrides;
import io.jenkins.plugins.lockstep.jenkins.build.Resolver;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The block form of a phase: gate, checkout, body, proof, seal. */
final class WithPhaseExecution extends GatedExecution {
    private static final long serialVersionUID = 1;

    /** What takes longer than this to prove gets a process of its own, which survives a restart. */
    private static final long MOMENT_MILLIS = 3000;

    private final PhaseRequest request;
    private BodyExecution body;
    private long bodyEnds;
    private String limit;
    private transient ScheduledFuture<?> killer;

    WithPhaseExecution(StepContext context, PhaseRequest request) {
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
            log(
                    node.name()
                            + " is sealed: "
                            + answer.sealed().get().seal()
                            + "; its body is not run");
            succeed(ResultMap.of(answer.sealed().get(), null));
        } else if (!answer.missing().isEmpty()) {
            missing(node, answer);
        } else {
            begin(answer.graph(), node);
        }
    }

    private void begin(BuildGraph graph, Node node) throws Exception {
        WorkerJob job =
                jobs(graph)
                        .phase(
                                graph.open(node).orElseThrow(),
                                request.overrides(),
                                true,
                                List.of(),
                                List.of());
        String checkout = send(graph, job);
        FilePath directory = workspace().child(checkout);
        FilePath home = jobDirectory();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LOCKSTEP_RUN", job.spec().run());
        variables.put("LOCKSTEP_MILESTONE", Integer.toString(job.spec().milestone()));
        variables.put("LOCKSTEP_PHASE", node.name());
        variables.put("LOCKSTEP_ATTEMPT", Integer.toString(job.spec().attempt()));
        variables.put("LOCKSTEP_INPUT", home.child("in").getRemote());
        variables.put("LOCKSTEP_EVIDENCE", home.child("out").getRemote());
        variables.put("GIT_CEILING_DIRECTORIES", directory.getParent().getRemote());
        EnvironmentExpander outer = getContext().get(EnvironmentExpander.class);
        bodyEnds = System.currentTimeMillis() + millis(graph, job);
        limit = job.spec().limit();
        enter(Stage.BODY);
        body =
                getContext()
                        .newBodyInvoker()
                        .withContext(directory)
                        .withContext(
                                EnvironmentExpander.merge(
                                        outer, EnvironmentExpander.constant(variables)))
                        .withCallback(new Ended(this))
                        .start();
        watchTime();
    }

    private static long millis(BuildGraph graph, WorkerJob job) {
        java.time.Duration own = graph.graph().phase(job.spec().phase()).timeout();
        long attempt = (own == null ? graph.plan().limits().attempt() : own).toMillis();
        return Math.min(job.spec().millis(), attempt);
    }

    private void watchTime() {
        killer =
                Timer.get()
                        .schedule(
                                () ->
                                        body.cancel(
                                                new AbortException(
                                                        "Lockstep: the time of "
                                                                + request.phase()
                                                                + " is over ("
                                                                + "the limit of its attempt or its "
                                                                + limit
                                                                + ")")),
                                Math.max(0, bodyEnds - System.currentTimeMillis()),
                                TimeUnit.MILLISECONDS);
    }

    private void bodyEnded(Throwable failure) {
        if (killer != null) {
            killer.cancel(false);
        }
        body = null;
        if (failure == null) {
            enter(Stage.RETURN);
            inBackground(this::prove);
        } else {
            inBackground(
                    () -> {
                        discard();
                        giveUp(failure);
                    });
        }
    }

    private void prove() throws Exception {
        if (jobDirectory().act(new FinishBody(MOMENT_MILLIS))) {
            fetch();
        } else {
            startProcess(null);
        }
    }

    @Override
    void resumeReturn() throws Exception {
        prove();
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
        if (!checked.result().proven()) {
            List<Failure> failures = keepFailed(graph, job, checked, evidence);
            log(PhaseFailure.text(node.name(), job.spec().attempt(), failures));
            throw new AbortException(PhaseFailure.summary(node.name(), failures));
        }
        Sealed sealed = seal(graph, open, job, checked, evidence);
        log(node.name() + " is proven and sealed: " + sealed.seal());
        succeed(ResultMap.of(sealed, checked.result()));
    }

    @Override
    void stopWaiting(Throwable cause) {
        if (body == null) {
            giveUp(cause);
        } else {
            body.cancel(cause);
        }
    }

    @Override
    void resumeBody() {
        if (body != null) {
            watchTime();
        }
    }

    private static final class Ended extends BodyExecutionCallback {
        private static final long serialVersionUID = 1;

        private final WithPhaseExecution execution;

        Ended(WithPhaseExecution execution) {
            this.execution = execution;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            execution.bodyEnded(null);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            execution.bodyEnded(failure);
        }
    }
}
