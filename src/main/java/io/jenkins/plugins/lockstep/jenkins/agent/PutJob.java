package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.run.SetupFailedException;
import io.jenkins.plugins.lockstep.worker.EvidenceStream;
import io.jenkins.plugins.lockstep.worker.JobDirectory;
import io.jenkins.plugins.lockstep.worker.JobRunner;
import io.jenkins.plugins.lockstep.worker.MissingCommitsException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jenkins.MasterToSlaveFileCallable;

/**
 * Writes a job into its directory, and for a block makes the checkout of its body. Says what it did
 * in one line, since the controller takes nothing richer from an agent: {@code ready <path>},
 * {@code missing <commit>,<commit>}, or {@code failed <failure as JSON>}.
 */
public final class PutJob extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1;

    /** The answer when the job can start; a body's checkout follows. */
    public static final String READY = "ready ";

    /** The answer when commits must be sent; they follow. */
    public static final String MISSING = "missing ";

    /** The answer when the checkout can't be made ready; the failure follows. */
    public static final String FAILED = "failed ";

    private final byte[] job;
    private final byte[] plan;
    private final byte[] inputs;
    private final byte[] taken;
    private final String build;
    private final boolean sent;

    /**
     * @param inputs evidence of earlier phases, as {@link EvidenceStream} writes it
     * @param taken the text that is taken over, likewise
     * @param build start of the names of this build's jobs; jobs of others in the workspace are
     *     leftovers
     * @param sent whether all commits were sent that there are
     */
    public PutJob(
            byte[] job, byte[] plan, byte[] inputs, byte[] taken, String build, boolean sent) {
        this.job = job.clone();
        this.plan = plan.clone();
        this.inputs = inputs.clone();
        this.taken = taken.clone();
        this.build = build;
        this.sent = sent;
    }

    @Override
    public String invoke(File directory, VirtualChannel channel)
            throws IOException, InterruptedException {
        JobDirectory to = new JobDirectory(directory.toPath().toAbsolutePath().normalize());
        to.create();
        sweep(to);
        Files.write(to.plan(), plan);
        AtomicFiles.deleteTree(to.in());
        EvidenceStream.read(new ByteArrayInputStream(inputs), to.in(), inputs.length);
        AtomicFiles.deleteTree(to.taken());
        EvidenceStream.read(new ByteArrayInputStream(taken), to.taken(), taken.length);
        Files.write(to.job(), job);
        try {
            return READY
                    + new JobRunner(to.root(), EventSink.NONE, () -> BriefProof.sandboxes(channel))
                            .ready(sent);
        } catch (MissingCommitsException e) {
            return MISSING + String.join(",", e.commits());
        } catch (SetupFailedException e) {
            return FAILED + new String(Json.canonical(e.failure()), StandardCharsets.UTF_8);
        }
    }

    /** What a killed worker of another build left: processes, named pipes, its directory. */
    private void sweep(JobDirectory to) throws IOException, InterruptedException {
        List<Path> others;
        try (var jobs = Files.list(to.root().getParent())) {
            others = jobs.filter(path -> !path.getFileName().toString().startsWith(build)).toList();
        }
        for (Path other : others) {
            ProcessRunner.sweep(other.toString());
            AtomicFiles.deleteTree(other);
        }
    }
}
