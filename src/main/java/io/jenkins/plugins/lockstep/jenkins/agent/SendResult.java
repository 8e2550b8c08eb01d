package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.FilePath;
import hudson.remoting.Future;
import hudson.remoting.Pipe;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.worker.EvidenceStream;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import jenkins.MasterToSlaveFileCallable;

/** Sends what a job left, as one stream, which the controller checks while it unpacks it. */
public final class SendResult extends MasterToSlaveFileCallable<Boolean> {
    private static final long serialVersionUID = 1;

    private final Pipe pipe;

    private SendResult(Pipe pipe) {
        this.pipe = pipe;
    }

    /**
     * Fetches outcome, bundle and evidence of a job.
     *
     * @param staging on the controller; made anew
     */
    public static void fetch(FilePath job, Path staging, long maxBytes) throws IOException, InterruptedException {
        AtomicFiles.deleteTree(staging);
        java.nio.file.Files.createDirectories(staging.getParent());
        Pipe pipe = Pipe.createRemoteToLocal();
        Future<Boolean> sent = job.actAsync(new SendResult(pipe));
        try (InputStream in = pipe.getIn()) {
            EvidenceStream.read(in, staging, maxBytes);
        } catch (IOException e) {
            AtomicFiles.deleteTree(staging);
            throw e;
        }
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IOException("the agent could not send what the phase left: " + e.getCause(), e);
        }
    }

    @Override
    public Boolean invoke(File directory, VirtualChannel channel) throws IOException {
        JobDirectory job = new JobDirectory(directory.toPath().toAbsolutePath().normalize());
        try (OutputStream out = pipe.getOut()) {
            EvidenceStream.write(job.root(), List.of(job.outcome(), job.commitBundle()), false, out);
            EvidenceStream.write(job.attempt(), List.of(job.evidence()), true, out);
        }
        return true;
    }

    /** Removes a job's directory. */
    public static final class Discard extends MasterToSlaveFileCallable<Boolean> {
        private static final long serialVersionUID = 1;

        @Override
        public Boolean invoke(File directory, VirtualChannel channel) throws IOException {
            AtomicFiles.deleteTree(directory.toPath());
            return true;
        }
    }
}
