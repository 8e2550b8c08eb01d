package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.worker.Scrubber;
import java.io.OutputStream;
import org.jenkinsci.plugins.workflow.log.OutputStreamTaskListener;

/** Prints lines with a secret replaced by stars. */
final class MaskingListener extends OutputStreamTaskListener.Default {
    private static final long serialVersionUID = 1;

    private final TaskListener real;
    private final SecretText secret;
    private transient OutputStream out;

    MaskingListener(TaskListener real, SecretText secret) {
        this.real = real;
        this.secret = secret;
    }

    @Override
    public synchronized OutputStream getOutputStream() {
        if (out == null) {
            out =
                    new MaskedLines(
                            OutputStreamTaskListener.getOutputStream(real),
                            Scrubber.parts(secret.plainText()));
        }
        return out;
    }
}
