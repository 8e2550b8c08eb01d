package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.worker.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jenkinsci.plugins.workflow.log.OutputStreamTaskListener;

/** Prints lines with a secret replaced by stars. */
final class MaskingListener extends OutputStreamTaskListener.Default {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_LINE = 1 << 20;

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
                    new Lines(
                            OutputStreamTaskListener.getOutputStream(real),
                            Scrubber.parts(secret.plainText()));
        }
        return out;
    }

    /** Holds a line back until it is whole, since a secret may come in parts. */
    private static final class Lines extends OutputStream {
        private final OutputStream out;
        private final List<String> secrets;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(OutputStream out, List<String> secrets) {
            this.out = out;
            this.secrets = secrets;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            line.write(b);
            if (b == '\n' || line.size() >= LONGEST_LINE) {
                pass();
            }
        }

        private void pass() throws IOException {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            for (String secret : secrets) {
                text = text.replace(secret, "****");
            }
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public synchronized void close() throws IOException {
            if (line.size() > 0) {
                pass();
            }
        }
    }
}
