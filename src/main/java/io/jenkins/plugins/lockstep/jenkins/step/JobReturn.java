package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.jenkins.agent.SendResult;
import io.jenkins.plugins.lockstep.jenkins.build.BuildGraph;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRun;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.jenkins.build.Sealing;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a job left on its agent, brought to the controller. */
final class JobReturn {
    /** Beyond the evidence's limit, for a bundle. */
    private static final long MOST_BUNDLE_BYTES = 4L << 30;

    private final BuildRun run;
    private final FilePath directory;
    private final WorkerJob job;
    private final Path staging;

    /** Takes what came. */
    interface Taker {
        void take(WorkerJob job, Returned returned, Path evidence) throws Exception;
    }

    JobReturn(BuildRun run, FilePath directory, WorkerJob job) {
        this.run = run;
        this.directory = directory;
        this.job = job;
        staging = run.files().staging(job.spec().id());
    }

    /** Fetches and checks what the job left, and passes it on; nothing of it stays here. */
    void fetch(Taker taker) throws Exception {
        Path evidence = bring();
        try {
            taker.take(job, Returned.read(staging, job), evidence);
        } finally {
            AtomicFiles.deleteTree(staging);
        }
    }

    /** Archives the logs of a job that was ended from outside. */
    void keepLogs(Run<?, ?> build, TaskListener listener, Throwable cause)
            throws IOException, InterruptedException {
        Path evidence = bring();
        BuildGraph graph = BuildGraph.of(run, job.spec().milestone());
        new Sealing(graph, build, listener).keepAbandoned(job.spec(), cause, evidence);
        AtomicFiles.deleteTree(staging);
    }

    private Path bring() throws IOException, InterruptedException {
        long evidence = run.pinned().orElseThrow().plan().limits().evidenceBytes();
        SendResult.fetch(directory, staging, evidence + MOST_BUNDLE_BYTES);
        return Files.createDirectories(staging.resolve("evidence"));
    }
}
