package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.EarlierOffer;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.EnvironmentExpander;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** The block form of a phase: gate, checkout, body, proof, seal. */
final class WithPhaseExecution extends PhaseWork {
    private static final long serialVersionUID = 1;

    private BodyExecution body;
    private long bodyEnds;
    private String limit;
    private boolean late;
    private transient ScheduledFuture<?> killer;

    WithPhaseExecution(StepContext context, PhaseRequest request) {
        super(context, request);
    }

    @Override
    void begin(BuildGraph graph, Node node) throws Exception {
        WorkerJob job =
                jobs(graph)
                        .phase(
                                graph.open(node).orElseThrow(),
                                request().overrides(),
                                true,
                                List.of(),
                                EarlierOffer.NONE,
                                List.of());
        FilePath checkout = workspace().child(send(graph, job));
        EnvironmentExpander variables =
                EnvironmentExpander.merge(
                        getContext().get(EnvironmentExpander.class),
                        EnvironmentExpander.constant(variables(job, checkout)));
        synchronized (this) {
            if (isOver()) {
                return;
            }
            bodyEnds = System.currentTimeMillis() + millis(graph, job);
            limit = job.spec().limit();
            body =
                    getContext()
                            .newBodyInvoker()
                            .withContext(checkout)
                            .withContext(variables)
                            .withCallback(new Ended(this))
                            .start();
        }
        watchTime();
    }

    private Map<String, String> variables(WorkerJob job, FilePath checkout)
            throws IOException, InterruptedException {
        FilePath home = jobDirectory();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LOCKSTEP_RUN", job.spec().run());
        variables.put("LOCKSTEP_MILESTONE", Integer.toString(job.spec().milestone()));
        variables.put("LOCKSTEP_PHASE", job.spec().phase());
        variables.put("LOCKSTEP_ATTEMPT", Integer.toString(job.spec().attempt()));
        variables.put("LOCKSTEP_INPUT", home.child("in").getRemote());
        variables.put("LOCKSTEP_EVIDENCE", home.child("out").getRemote());
        variables.put("GIT_CEILING_DIRECTORIES", checkout.getParent().getRemote());
        return variables;
    }

    private static long millis(BuildGraph graph, WorkerJob job) {
        Duration own = graph.graph().phase(job.spec().phase()).timeout();
        long attempt = (own == null ? graph.plan().limits().attempt() : own).toMillis();
        return Math.min(job.spec().millis(), attempt);
    }

    private synchronized void watchTime() {
        if (body != null) {
            long left = Math.max(0, bodyEnds - System.currentTimeMillis());
            killer = Timer.get().schedule(this::endLate, left, TimeUnit.MILLISECONDS);
        }
    }

    private void endLate() {
        BodyExecution running;
        synchronized (this) {
            running = body;
            late = running != null;
        }
        if (running != null) {
            running.cancel(new AbortException("Lockstep: " + lateness()));
        }
    }

    private String lateness() {
        return "the time of "
                + request().phase()
                + " is over (the limit of its attempt or its "
                + limit
                + ")";
    }

    private void bodyEnded(Throwable failure) {
        synchronized (this) {
            if (killer != null) {
                killer.cancel(false);
            }
            body = null;
            at(Stage.RETURN);
        }
        if (failure == null) {
            inBackground(this::prove);
        } else {
            inBackground(() -> abandon(failure, explained(failure)));
        }
    }

    private Failure explained(Throwable failure) {
        if (late) {
            return Failure.of("body", Cause.TIME_LIMIT, lateness());
        }
        return failure instanceof FlowInterruptedException
                ? Failure.of(
                        "body", Cause.INTERRUPTED, "ended from outside: " + failure.getMessage())
                : Failure.of(
                        "body", Cause.AGENT_FAILED, "the body failed: " + failure.getMessage());
    }

    @Override
    void returnAgain() throws Exception {
        if (job().kind() == WorkerJob.Kind.BODY && !jobDirectory().child("outcome.json").exists()) {
            prove();
        } else {
            super.returnAgain();
        }
    }

    @Override
    synchronized boolean stopStage(Stage at, Throwable cause) throws Exception {
        if (body == null) {
            return super.stopStage(at, cause);
        }
        body.cancel(cause);
        return true;
    }

    @Override
    void resumeBody() {
        watchTime();
    }

    private static final class Ended extends BodyExecutionCallback {
        private static final long serialVersionUID = 1;

        private final WithPhaseExecution execution;

        Ended(WithPhaseExecution execution) {
            this.execution = execution;
        }

        /** Where programs are saved too, so that body and stage are in the same ones. */
        @Override
        public void onStart(StepContext context) {
            execution.at(Stage.BODY);
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
