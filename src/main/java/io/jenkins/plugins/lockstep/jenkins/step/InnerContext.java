package io.jenkins.plugins.lockstep.jenkins.step;

import com.google.common.util.concurrent.ListenableFuture;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Result;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.IOException;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.BodyInvoker;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The context of the process step that a phase holds: the phase's own, but for its directory and
 * variables, and its end comes to the phase.
 */
final class InnerContext extends StepContext {
    private static final long serialVersionUID = 1;

    private final JobExecution owner;
    private final String directory;
    private final SecretText secret;

    InnerContext(JobExecution owner, String directory, SecretText secret) {
        this.owner = owner;
        this.directory = directory;
        this.secret = secret;
    }

    @Override
    public <T> T get(Class<T> key) throws IOException, InterruptedException {
        T value = real().get(key);
        if (value instanceof FilePath workspace && key == FilePath.class) {
            return key.cast(workspace.child(directory).child(JobDirectory.PROCESS));
        }
        if (value instanceof EnvVars variables && key == EnvVars.class && secret != null) {
            EnvVars all = new EnvVars(variables);
            all.overrideAll(Map.of(secret.variable(), secret.plainText()));
            return key.cast(all);
        }
        if (value instanceof TaskListener listener && key == TaskListener.class && secret != null) {
            return key.cast(new MaskingListener(listener, secret));
        }
        return value;
    }

    private StepContext real() {
        return owner.getContext();
    }

    @Override
    public void onSuccess(Object result) {
        owner.processEnded(null);
    }

    @Override
    public void onFailure(Throwable failure) {
        owner.processEnded(failure);
    }

    @Override
    public boolean isReady() {
        return real().isReady();
    }

    @Override
    public ListenableFuture<Void> saveState() {
        return real().saveState();
    }

    @Override
    public void setResult(Result result) {
        real().setResult(result);
    }

    @Override
    public BodyInvoker newBodyInvoker() {
        throw new IllegalStateException("a process has no body");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InnerContext context
                && context.owner == owner
                && context.directory.equals(directory);
    }

    @Override
    public int hashCode() {
        return directory.hashCode();
    }
}
