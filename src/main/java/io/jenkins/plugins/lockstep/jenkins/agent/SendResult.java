package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.FilePath;
import hudson.remoting.Future;
import hudson.remoting.Pipe;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.worker.EvidenceStream;
import io.jenkins.plugins.lockstep.worker.EvidenceStream.Part;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jenkins.MasterToSlaveFileCallable;

/**
 * Sends what a job left, as one stream, which the controller checks while it unpacks it. If a body
 * is still to be proven, that is done first where it takes a moment only.
 */
public final class SendResult extends MasterToSlaveFileCallable<Boolean> {
    private static final long serialVersionUID = 1;

    private static final int LEFT = 1;
    private static final int NOTHING = 0;
    private static final long SECONDS_TO_SAY_WHY = 30;

    private final Pipe pipe;
    private final long moment;

    private SendResult(Pipe pipe, long moment) {
        this.pipe = pipe;
        this.moment = moment;
    }

    /**
     * Fetches outcome, bundle and evidence of a job.
     *
     * @param staging on the controller; made anew
     * @return what came, by name
     */
    public static Map<String, Part> fetch(FilePath job, Path staging, long maxBytes)
            throws IOException, InterruptedException {
        return fetch(job, staging, maxBytes, 0).orElseThrow();
    }

    /**
     * Proves a body and fetches that; nothing if it takes longer than a moment.
     *
     * @param moment in milliseconds
     */
    public static Optional<Map<String, Part>> proveAndFetch(
            FilePath job, Path staging, long maxBytes, long moment)
            throws IOException, InterruptedException {
        return fetch(job, staging, maxBytes, moment);
    }

    private static Optional<Map<String, Part>> fetch(
            FilePath job, Path staging, long maxBytes, long moment)
            throws IOException, InterruptedException {
        AtomicFiles.deleteTree(staging);
        Files.createDirectories(staging.getParent());
        try {
            return job.isRemote()
                    ? fetchRemote(job, staging, maxBytes, moment)
                    : fetchLocal(Path.of(job.getRemote()), staging, maxBytes, moment);
        } catch (IOException e) {
            AtomicFiles.deleteTree(staging);
            throw e;
        }
    }

    private static Optional<Map<String, Part>> fetchRemote(
            FilePath job, Path staging, long maxBytes, long moment)
            throws IOException, InterruptedException {
        Pipe pipe = Pipe.createRemoteToLocal();
        Future<Boolean> sent = job.actAsync(new SendResult(pipe, moment));
        try (InputStream in = pipe.getIn()) {
            int answer = in.read();
            if (answer == LEFT) {
                return Optional.of(EvidenceStream.read(in, staging, maxBytes));
            }
            if (answer == NOTHING) {
                return Optional.empty();
            }
            throw new IOException("the agent could not send what the phase left");
        } catch (IOException e) {
            throw failed(sent, e);
        }
    }

    /** What came was not whole: the agent may say why. */
    private static IOException failed(Future<Boolean> sent, IOException broken)
            throws InterruptedException {
        try {
            sent.get(SECONDS_TO_SAY_WHY, TimeUnit.SECONDS);
            return broken;
        } catch (ExecutionException e) {
            broken.addSuppressed(e);
            return new IOException(broken.getMessage() + ": " + e.getCause().getMessage(), broken);
        } catch (TimeoutException e) {
            broken.addSuppressed(e);
            return broken;
        }
    }

    /** The controller's own node; what is there is checked all the same. */
    private static Optional<Map<String, Part>> fetchLocal(
            Path job, Path staging, long maxBytes, long moment)
            throws IOException, InterruptedException {
        Path stream = staging.resolveSibling(staging.getFileName() + ".stream");
        try {
            if (moment == 0) {
                write(job, stream);
            } else if (!new BriefProof(moment, null).run(job, () -> write(job, stream))) {
                return Optional.empty();
            }
            try (InputStream in = Files.newInputStream(stream)) {
                return Optional.of(EvidenceStream.read(in, staging, maxBytes));
            }
        } finally {
            Files.deleteIfExists(stream);
        }
    }

    private static void write(Path job, Path stream) throws IOException {
        try (OutputStream out = Files.newOutputStream(stream)) {
            write(job, out);
        }
    }

    /** What a body left for evidence comes as it is, beside the attempt's own. */
    private static void write(Path directory, OutputStream out) throws IOException {
        JobDirectory job = new JobDirectory(directory.toAbsolutePath().normalize());
        List<Path> own = List.of(job.outcome(), job.commitBundle(), job.bodyOut());
        EvidenceStream.write(job.root(), own, false, out);
        EvidenceStream.write(job.attempt(), List.of(job.evidence()), true, out);
    }

    @Override
    public Boolean invoke(File directory, VirtualChannel channel)
            throws IOException, InterruptedException {
        Path job = directory.toPath();
        try (OutputStream out = pipe.getOut()) {
            if (moment == 0) {
                send(job, out);
            } else if (!new BriefProof(moment, channel).run(job, () -> send(job, out))) {
                out.write(NOTHING);
            }
        }
        return true;
    }

    /** The stream ends here, whatever is still to be done. */
    private static void send(Path job, OutputStream out) throws IOException {
        out.write(LEFT);
        write(job, out);
        out.close();
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
