package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.FilePath;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.jenkins.agent.SendResult;
import io.jenkins.plugins.lockstep.jenkins.agent.WorkerProcess;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.JobSender;
import io.jenkins.plugins.lockstep.jenkins.build.Received;
import io.jenkins.plugins.lockstep.jenkins.build.Refusal;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.jenkins.build.Sealing;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Does its work with jobs on an agent. Nothing of ours runs on the controller while a job does: the
 * execution of a {@code sh} step, held here, starts, watches, reconnects and stops the process.
 */
abstract class JobExecution extends NodeExecution {
    private static final long serialVersionUID = 1;

    private StepExecution process;
    private String directory;
    private byte[] job;
    private transient boolean starting;

    JobExecution(StepContext context) {
        super(context);
    }

    /** A job came back, with what it left. */
    abstract void returned(WorkerJob job, Returned returned, Received evidence) throws Exception;

    final FilePath jobDirectory() throws IOException, InterruptedException {
        return workspace().child(directory);
    }

    final WorkerJob job() throws IOException {
        return Json.read(job, WorkerJob.class);
    }

    final Sealing sealing(BuildGraph graph) throws IOException, InterruptedException {
        return new Sealing(graph, build(), listener());
    }

    /**
     * Writes a job to the agent.
     *
     * @return the checkout of a body; the job's directory for other jobs
     * @throws Refusal if the agent can't make it ready, which is told
     */
    final String send(BuildGraph graph, WorkerJob work) throws Exception {
        return send(graph, work, Map.of());
    }

    /**
     * @param text that the job takes over, by name
     */
    final String send(BuildGraph graph, WorkerJob work, Map<String, byte[]> text) throws Exception {
        job = Json.canonical(work);
        JobSender sender = new JobSender(graph, build(), workspace());
        directory = sender.directory(work);
        run().story().started(work.spec());
        try {
            return sender.send(work, text);
        } catch (JobSender.NotReadyException e) {
            keep(e.failure());
            discard();
            throw Refusal.told(
                    e.failure().cause(),
                    PhaseFailure.summary(work.spec().phase(), List.of(e.failure())));
        }
    }

    /** Starts the worker on the job that was sent. */
    final void startProcess(SecretText secret) throws Exception {
        synchronized (this) {
            if (isOver()) {
                return;
            }
            starting = true;
        }
        try {
            process =
                    WorkerProcess.start(
                            workspace(), directory, new InnerContext(this, directory, secret));
            if (process.start()) {
                throw new IllegalStateException("a process step ended before it began");
            }
        } catch (Exception e) {
            if (stopped() == null) {
                throw e;
            }
            stopped().addSuppressed(e);
            giveUp(stopped());
            return;
        }
        boolean meanwhile;
        synchronized (this) {
            starting = false;
            at(Stage.PROCESS);
            meanwhile = stopped() != null;
        }
        getContext().saveState();
        if (meanwhile) {
            process.stop(stopped());
        }
    }

    /** The process ended; {@code outcome.json} says how the phase did. */
    final void processEnded(Throwable failure) {
        process = null;
        enter(Stage.RETURN);
        Throwable cause = stopped() == null ? failure : stopped();
        if (cause == null) {
            inBackground(this::fetch);
        } else {
            inBackground(() -> abandon(cause, ended(cause)));
        }
    }

    private static Failure ended(Throwable cause) {
        return cause instanceof FlowInterruptedException
                ? Failure.of(
                        "attempt", Cause.INTERRUPTED, "ended from outside: " + cause.getMessage())
                : Failure.of(
                        "attempt",
                        Cause.INTERNAL,
                        "the worker ended without an outcome: " + cause.getMessage());
    }

    /** Fetches what the job left, and passes it on. */
    final void fetch() throws Exception {
        new JobReturn(run(), jobDirectory(), job()).fetch(this::returned);
    }

    /** Proves what a body did: at once if that takes a moment, else with a process. */
    final void prove() throws Exception {
        if (!new JobReturn(run(), jobDirectory(), job()).prove(this::returned)) {
            startProcess(null);
        }
    }

    /**
     * Removes the job from the agent, which nobody waits for; the next build removes what is left.
     */
    final void discard() throws IOException, InterruptedException {
        if (directory != null) {
            jobDirectory().actAsync(new SendResult.Discard());
            directory = null;
        }
    }

    /**
     * Ends the step without a result, but keeps the logs of what was done, if the agent still has
     * them.
     */
    final void abandon(Throwable cause, Failure failure) throws Exception {
        try {
            keep(failure);
            discard();
        } catch (IOException e) {
            cause.addSuppressed(e);
        } finally {
            giveUp(cause);
        }
    }

    private void keep(Failure failure) throws Exception {
        WorkerJob work = job();
        List<Failure> failures = List.of(failure);
        try {
            Sealing sealing = sealing(BuildGraph.of(run(), work.spec().milestone()));
            new JobReturn(run(), jobDirectory(), work)
                    .keep(one -> sealing.keepFailed(work.spec(), failures, 0, one));
        } catch (IOException e) {
            run().story().failed(work.spec(), failures, 0);
            log("the logs of the attempt could not be fetched: " + e.getMessage());
        }
    }

    /** After a restart while a process ran. */
    final void watchAgain() {
        process.onResume();
    }

    /** Whether a process is ending, or will as soon as it has begun. */
    final synchronized boolean stopProcess(Throwable cause) throws Exception {
        if (!starting && process != null) {
            process.stop(cause);
        }
        return starting || process != null;
    }

    @Override
    public final String getStatus() {
        return process == null ? super.getStatus() : process.getStatus();
    }
}
