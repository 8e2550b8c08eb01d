package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.FilePath;
import hudson.remoting.Future;
import hudson.remoting.Pipe;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.worker.EvidenceStream;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
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
    public static void fetch(FilePath job, Path staging, long maxBytes)
            throws IOException, InterruptedException {
        AtomicFiles.deleteTree(staging);
        Files.createDirectories(staging.getParent());
        if (job.isRemote()) {
            fetchRemote(job, staging, maxBytes);
        } else {
            fetchLocal(Path.of(job.getRemote()), staging, maxBytes);
        }
    }

    private static void fetchRemote(FilePath job, Path staging, long maxBytes)
            throws IOException, InterruptedException {
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
            throw new IOException(
                    "the agent could not send what the phase left: " + e.getCause(), e);
        }
    }

    /** The controller's own node; what is there is checked all the same. */
    private static void fetchLocal(Path job, Path staging, long maxBytes) throws IOException {
        Path stream = staging.resolveSibling(staging.getFileName() + ".stream");
        try {
            try (OutputStream out = Files.newOutputStream(stream)) {
                write(job, out);
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(stream))) {
                EvidenceStream.read(in, staging, maxBytes);
            }
        } finally {
            Files.deleteIfExists(stream);
        }
    }

    private static void write(Path directory, OutputStream out) throws IOException {
        JobDirectory job = new JobDirectory(directory.toAbsolutePath().normalize());
        EvidenceStream.write(job.root(), List.of(job.outcome(), job.commitBundle()), false, out);
        EvidenceStream.write(job.attempt(), List.of(job.evidence()), true, out);
    }

    @Override
    public Boolean invoke(File directory, VirtualChannel channel) throws IOException {
        try (OutputStream out = pipe.getOut()) {
            write(directory.toPath(), out);
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
