package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.process.Sandboxes;
import io.jenkins.plugins.lockstep.worker.JobRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Proves a body's work in the agent's own process, if that is done in a moment: starting a process
 * for it would take longer. What takes longer is ended, and begun again as a durable process.
 */
final class BriefProof {
    private static final Logger LOGGER = Logger.getLogger(BriefProof.class.getName());
    private static final String NONE = "none";

    private final long millis;
    private final VirtualChannel channel;

    /**
     * @param millis how long a moment is
     * @param channel to the controller
     */
    BriefProof(long millis, VirtualChannel channel) {
        this.millis = millis;
        this.channel = channel;
    }

    /** Sends what is left, while what it was made with is cleaned away. */
    interface Sender {
        void send() throws IOException;
    }

    /** Whether it is done, and what it left is sent. */
    boolean run(Path directory, Sender sender) throws IOException, InterruptedException {
        Sandboxes sandboxes = sandboxes(channel);
        CompletableFuture<Void> left = new CompletableFuture<>();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        boolean done = false;
        try {
            executor.execute(() -> prove(directory, sandboxes, left));
            left.get(millis, TimeUnit.MILLISECONDS);
            done = true;
            sender.send();
            executor.shutdown();
        } catch (TimeoutException e) {
            LOGGER.log(Level.FINE, "the proof in {0} gets a process of its own", directory);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            if (!done) {
                executor.shutdownNow();
            }
            if (!executor.awaitTermination(1, TimeUnit.MINUTES) && !done) {
                throw new IOException("the proof could not be ended to begin it again");
            }
        }
        return done;
    }

    private static void prove(Path directory, Sandboxes sandboxes, CompletableFuture<Void> left) {
        try {
            new JobRunner(directory, EventSink.NONE, () -> sandboxes)
                    .run(() -> left.complete(null));
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (!left.completeExceptionally(e)) {
                LOGGER.log(Level.WARNING, "cleaning up after a proof in " + directory, e);
            }
        }
    }

    /** What this machine has is tried once for a connection, since that starts processes. */
    static Sandboxes sandboxes(VirtualChannel channel) throws InterruptedException {
        if (!(channel instanceof Channel connection)) {
            return Sandboxes.detect();
        }
        if (connection.getProperty(Sandboxes.class) instanceof Sandboxes known) {
            return known;
        }
        Sandboxes found = Sandboxes.detect();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while the sandbox was tried");
        }
        if (!found.kind().equals(NONE)) {
            connection.setProperty(Sandboxes.class, found);
        }
        return found;
    }
}
