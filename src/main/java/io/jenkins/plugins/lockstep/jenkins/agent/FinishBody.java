package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.worker.JobRunner;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.MasterToSlaveFileCallable;

/**
 * Proves a body's work in the agent's own process, if that is done in a moment: starting a process
 * for it would take longer. What takes longer is ended and begun again as a durable process.
 */
public final class FinishBody extends MasterToSlaveFileCallable<Boolean> {
    private static final long serialVersionUID = 1;

    private final long millis;

    /**
     * @param millis how long a moment is
     */
    public FinishBody(long millis) {
        this.millis = millis;
    }

    /** Whether it is done. */
    @Override
    public Boolean invoke(File directory, VirtualChannel channel)
            throws IOException, InterruptedException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> done =
                    executor.submit(() -> new JobRunner(directory.toPath(), EventSink.NONE).run());
            done.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } finally {
            executor.shutdownNow();
            executor.awaitTermination(1, TimeUnit.MINUTES);
        }
    }
}
