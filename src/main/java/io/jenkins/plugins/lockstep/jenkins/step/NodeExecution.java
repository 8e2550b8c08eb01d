package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.jenkins.agent.SendResult;
import io.jenkins.plugins.lockstep.jenkins.agent.WorkerProcess;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRun;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRuns;
import io.jenkins.plugins.lockstep.jenkins.build.JobSender;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.jenkins.build.Sealing;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Brings a phase or gate to its seal with jobs on an agent. Nothing of ours runs on the controller
 * while a job does: the execution of a {@code sh} step, held here, starts, watches, reconnects and
 * stops the process.
 */
abstract class NodeExecution extends GeneralNonBlockingStepExecution {
    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(NodeExecution.class.getName());

    /** What the execution is at, so that a restarted controller can go on. */
    enum Stage {
        DECIDE,
        WAIT,
        BODY,
        PROCESS,
        RETURN
    }

    private Stage stage = Stage.DECIDE;
    private StepExecution process;
    private String directory;
    private byte[] job;
    private final Claims claims = new Claims();
    private Throwable stopped;
    private boolean over;

    NodeExecution(StepContext context) {
        super(context);
    }

    /** Finds out what is to be done next, and starts it or ends the step. */
    abstract void decide() throws Exception;

    /** A job came back; its evidence is in the directory. */
    abstract void returned(WorkerJob job, Returned returned, Path evidence) throws Exception;

    /** Gives back what the subclass holds; called once whenever the step ends. */
    void ended() {}

    /** Goes on after a restart that came between a job's end and its seal. */
    void resumeReturn() throws Exception {
        fetch();
    }

    /** Goes on after a restart in a stage of the subclass's own. */
    void resume(Stage at) {
        throw new IllegalStateException("nothing goes on at " + at);
    }

    /** Ends what the subclass waits for. */
    void stopWaiting(Throwable cause) {}

    @Override
    public final boolean start() {
        inBackground(this::decide);
        return false;
    }

    final Stage stage() {
        return stage;
    }

    final void enter(Stage next) {
        stage = next;
        getContext().saveState();
    }

    final void again() {
        enter(Stage.DECIDE);
        inBackground(this::decide);
    }

    final Run<?, ?> build() throws IOException, InterruptedException {
        return getContext().get(Run.class);
    }

    final BuildRun run() throws IOException, InterruptedException {
        return BuildRuns.get().of(build());
    }

    final TaskListener listener() throws IOException, InterruptedException {
        return getContext().get(TaskListener.class);
    }

    final void log(String line) throws IOException, InterruptedException {
        listener().getLogger().println("Lockstep: " + line);
    }

    final FilePath workspace() throws IOException, InterruptedException {
        return getContext().get(FilePath.class);
    }

    final FilePath jobDirectory() throws IOException, InterruptedException {
        return workspace().child(directory);
    }

    final WorkerJob job() throws IOException {
        return Json.read(job, WorkerJob.class);
    }

    final Claims claims() {
        return claims;
    }

    final void release() {
        ended();
        try {
            claims.releaseAll(run());
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, "the build is gone, and with it what this step claimed", e);
        }
    }

    /**
     * Writes a job to the agent.
     *
     * @return the checkout of a body; the job's directory for other jobs
     */
    final String send(BuildGraph graph, WorkerJob work) throws IOException, InterruptedException {
        job = Json.canonical(work);
        JobSender sender = new JobSender(graph, build(), workspace());
        directory = sender.directory(work);
        return sender.send(work);
    }

    /** Starts the worker on the job that was sent. */
    final void startProcess(SecretText secret) throws Exception {
        process =
                WorkerProcess.start(
                        workspace(), directory, new InnerContext(this, directory, secret));
        stage = Stage.PROCESS;
        if (process.start()) {
            throw new IllegalStateException("a process step ended before it began");
        }
        getContext().saveState();
    }

    /** The process ended; {@code outcome.json} says how the phase did. */
    final void processEnded(Throwable failure) {
        process = null;
        enter(Stage.RETURN);
        if (stopped != null) {
            inBackground(() -> abandon(stopped));
        } else if (failure != null) {
            inBackground(() -> abandon(failure));
        } else {
            inBackground(this::fetch);
        }
    }

    /** Fetches what the job left, and passes it on. */
    final void fetch() throws Exception {
        new JobReturn(run(), jobDirectory(), job()).fetch(this::returned);
    }

    final Sealed seal(
            BuildGraph graph,
            BuildGraph.Open open,
            WorkerJob work,
            Returned returned,
            Path evidence)
            throws IOException, InterruptedException {
        return new Sealing(graph, build(), listener()).seal(open, work.spec(), returned, evidence);
    }

    final List<Failure> keepFailed(
            BuildGraph graph, WorkerJob work, Returned returned, Path evidence)
            throws IOException, InterruptedException {
        new Sealing(graph, build(), listener())
                .keepFailed(work.spec(), returned.result(), evidence);
        return returned.result().failures();
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
    final void abandon(Throwable cause) throws IOException, InterruptedException {
        try {
            new JobReturn(run(), jobDirectory(), job()).keepLogs(build(), listener(), cause);
            discard();
        } catch (IOException e) {
            log("the logs of the attempt could not be fetched: " + e.getMessage());
            cause.addSuppressed(e);
        } finally {
            giveUp(cause);
        }
    }

    final void giveUp(Throwable failure) {
        over = true;
        release();
        getContext().onFailure(failure);
    }

    final void succeed(Object result) {
        over = true;
        release();
        getContext().onSuccess(result);
    }

    /** Runs a block on a thread of Pipeline's; the step fails if it throws. */
    final void inBackground(Block block) {
        run(
                () -> {
                    if (over) {
                        return;
                    }
                    try {
                        block.run();
                    } catch (Exception e) {
                        over = true;
                        release();
                        throw e;
                    }
                });
    }

    @Override
    public final void stop(Throwable cause) throws Exception {
        switch (stage) {
            case PROCESS -> {
                stopped = cause;
                process.stop(cause);
            }
            case BODY, WAIT -> {
                stopped = cause;
                stopWaiting(cause);
            }
            default -> {
                over = true;
                release();
                super.stop(cause);
            }
        }
    }

    @Override
    public final void onResume() {
        try {
            claims.renew(run());
        } catch (IOException | InterruptedException e) {
            getContext().onFailure(e);
            return;
        }
        switch (stage) {
            case DECIDE -> inBackground(this::decide);
            case RETURN -> inBackground(this::resumeReturn);
            case PROCESS -> process.onResume();
            default -> resume(stage);
        }
    }

    @Override
    public final String getStatus() {
        return process == null ? stage.toString() : process.getStatus();
    }

    @Override
    public final boolean blocksRestart() {
        return false;
    }
}
