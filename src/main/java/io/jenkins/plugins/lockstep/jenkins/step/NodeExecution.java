package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRun;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRuns;
import io.jenkins.plugins.lockstep.jenkins.build.Refusal;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A step that works in stages, on threads of Pipeline's, and can go on in a restarted controller.
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
    private final Claims claims = new Claims();
    private volatile Throwable stopped;
    private volatile boolean over;

    NodeExecution(StepContext context) {
        super(context);
    }

    /** Finds out what is to be done next, and starts it or ends the step. */
    abstract void decide() throws Exception;

    /** The step ends without a proof; the events are to tell why. */
    abstract void tell(Failure failure) throws IOException, InterruptedException;

    /** Gives back what the subclass holds; called once whenever the step ends. */
    void ended() {}

    /** Goes on after a restart in the stage where it was. */
    abstract void resume(Stage at);

    /**
     * Ends what the step waits for or runs; what that leads to ends the step.
     *
     * @return false if there is nothing of the kind
     */
    abstract boolean stopStage(Stage at, Throwable cause) throws Exception;

    @Override
    public final boolean start() {
        inBackground(this::decide);
        return false;
    }

    final Stage stage() {
        return stage;
    }

    /** Goes to a stage that is only known to this process until something is saved. */
    final void at(Stage next) {
        stage = next;
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
        FilePath workspace = getContext().get(FilePath.class);
        if (workspace == null) {
            throw new IOException("the agent is not connected");
        }
        return workspace;
    }

    final Claims claims() {
        return claims;
    }

    /** Why the step was stopped; null if it was not. */
    final Throwable stopped() {
        return stopped;
    }

    final boolean isOver() {
        return over;
    }

    private void release() {
        ended();
        try {
            claims.releaseAll(run());
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.FINE, "the build is gone, and with it what this step claimed", e);
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
                        failed(e);
                    }
                });
    }

    private void failed(Exception thrown) throws Exception {
        if (over) {
            LOGGER.log(Level.FINE, "the step had ended already", thrown);
            return;
        }
        over = true;
        explain(thrown);
        release();
        throw thrown;
    }

    private void explain(Exception thrown) {
        try {
            Failure failure = Refusal.failure(thrown);
            if (failure != null && run().pinned().isPresent()) {
                tell(failure);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }

    @Override
    public final void stop(Throwable cause) throws Exception {
        boolean ending;
        synchronized (this) {
            stopped = cause;
            ending = stopStage(stage, cause);
        }
        if (!ending) {
            over = true;
            release();
            super.stop(cause);
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
        if (stage == Stage.DECIDE) {
            inBackground(this::decide);
        } else {
            resume(stage);
        }
    }

    @Override
    public String getStatus() {
        return stage.toString();
    }

    @Override
    public final boolean blocksRestart() {
        return false;
    }
}
