package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRuns;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.BodyExecution;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** Runs the body of a {@code lockstep} block, and again after a failure while attempts are left. */
final class LockstepExecution extends StepExecution {
    private static final long serialVersionUID = 1;
    private static final String PREFIX = "Lockstep: ";

    private final LockstepScope scope;
    private final int attempts;
    private int attempt;
    private BodyExecution body;

    LockstepExecution(StepContext context, LockstepStep step) throws AbortException {
        super(context);
        attempts = step.getAttempts();
        long timeout = DurationField.millis(step.getTimeout());
        long deadline = timeout == 0 ? 0 : System.currentTimeMillis() + timeout;
        scope =
                new LockstepScope(
                        step.getMilestone(),
                        step.getPlan(),
                        deadline,
                        step.isSkipOwnCommits(),
                        step.isAnew());
    }

    @Override
    public boolean start() throws IOException, InterruptedException {
        BuildRuns.get().of(getContext().get(Run.class)).open();
        next();
        return false;
    }

    private void next() throws IOException, InterruptedException {
        attempt++;
        if (attempt > 1) {
            log(
                    "Lockstep: attempt "
                            + attempt
                            + " of "
                            + attempts
                            + "; what is sealed is not run again");
        }
        body =
                getContext()
                        .newBodyInvoker()
                        .withContext(scope)
                        .withCallback(new Ended(this))
                        .start();
    }

    private void log(String line) throws IOException, InterruptedException {
        getContext().get(TaskListener.class).getLogger().println(line);
    }

    @Override
    public void stop(Throwable cause) {
        attempt = attempts;
        if (body != null) {
            body.cancel(cause);
        }
    }

    private void tell(Throwable failure) throws IOException, InterruptedException {
        String message = String.valueOf(failure.getMessage());
        log(message.startsWith(PREFIX) ? message : PREFIX + message);
    }

    private boolean again(Throwable failure) {
        boolean late = scope.deadline() > 0 && System.currentTimeMillis() >= scope.deadline();
        boolean interrupted =
                failure instanceof FlowInterruptedException interruption
                        && interruption.isActualInterruption();
        return attempt < attempts && !late && !interrupted;
    }

    private static final class Ended extends BodyExecutionCallback {
        private static final long serialVersionUID = 1;

        private final LockstepExecution execution;

        Ended(LockstepExecution execution) {
            this.execution = execution;
        }

        @Override
        public void onSuccess(StepContext context, Object result) {
            execution.getContext().onSuccess(result);
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            if (execution.again(failure)) {
                try {
                    execution.tell(failure);
                    execution.next();
                    return;
                } catch (IOException | InterruptedException | RuntimeException e) {
                    failure.addSuppressed(e);
                }
            }
            execution.getContext().onFailure(failure);
        }
    }
}
