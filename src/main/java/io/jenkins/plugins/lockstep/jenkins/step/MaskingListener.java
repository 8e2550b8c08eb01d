package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.worker.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints lines with a secret replaced by stars. */
final class MaskingListener implements TaskListener {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_LINE = 1 << 20;

    private final TaskListener real;
    private final SecretText secret;
    private transient PrintStream logger;

    MaskingListener(TaskListener real, SecretText secret) {
        this.real = real;
        this.secret = secret;
    }

    @Override
    public synchronized PrintStream getLogger() {
        if (logger == null) {
            logger =
                    new PrintStream(
                            new Lines(real.getLogger(), Scrubber.parts(secret.plainText())),
                            true,
                            StandardCharsets.UTF_8);
        }
        return logger;
    }

    /** Holds a line back until it is whole, since a secret may come in parts. */
    private static final class Lines extends OutputStream {
        private final PrintStream out;
        private final List<String> secrets;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(PrintStream out, List<String> secrets) {
            this.out = out;
            this.secrets = secrets;
        }

        @Override
        public synchronized void write(int b) {
            line.write(b);
            if (b == '\n' || line.size() >= LONGEST_LINE) {
                pass();
            }
        }

        private void pass() {
            String text = line.toString(StandardCharsets.UTF_8);
            for (String secret : secrets) {
                text = text.replace(secret, "****");
            }
            out.print(text);
            out.flush();
            line.reset();
        }

        @Override
        public synchronized void close() throws IOException {
            if (line.size() > 0) {
                pass();
            }
        }
    }
}
