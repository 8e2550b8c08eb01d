package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.FilePath;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.jenkins.agent.SendResult;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRun;
import io.jenkins.plugins.lockstep.jenkins.build.Received;
import io.jenkins.plugins.lockstep.jenkins.build.Returned;
import io.jenkins.plugins.lockstep.worker.EvidenceStream.Part;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a job left on its agent, brought to the controller. */
final class JobReturn {
    /** Beyond the evidence's limit, for a bundle. */
    private static final long MOST_BUNDLE_BYTES = 4L << 30;

    /** What takes longer than this to prove gets a process of its own, which survives a restart. */
    private static final long MOMENT_MILLIS = 3000;

    private final FilePath directory;
    private final WorkerJob job;
    private final Path staging;
    private final long most;

    /** Takes what came. */
    interface Taker {
        void take(WorkerJob job, Returned returned, Received evidence) throws Exception;
    }

    /** Takes what came of a job that has no outcome. */
    interface Keeper {
        void keep(Received evidence) throws Exception;
    }

    JobReturn(BuildRun run, FilePath directory, WorkerJob job) throws IOException {
        this.directory = directory;
        this.job = job;
        staging = run.files().staging(job.spec().id());
        most = run.pinned().orElseThrow().plan().limits().evidenceBytes() + MOST_BUNDLE_BYTES;
    }

    /** Fetches and checks what the job left, and passes it on; nothing of it stays here. */
    void fetch(Taker taker) throws Exception {
        take(SendResult.fetch(directory, staging, most), taker);
    }

    /**
     * Proves what a body did, and does the same.
     *
     * @return false if that takes longer than a moment, and is still to be done
     */
    boolean prove(Taker taker) throws Exception {
        Optional<Map<String, Part>> parts =
                SendResult.proveAndFetch(directory, staging, most, MOMENT_MILLIS);
        if (parts.isPresent()) {
            take(parts.get(), taker);
        }
        return parts.isPresent();
    }

    private void take(Map<String, Part> parts, Taker taker) throws Exception {
        try {
            taker.take(job, Returned.read(staging, job), new Received(staging, parts));
        } finally {
            AtomicFiles.deleteTree(staging);
        }
    }

    /** Fetches what a job left that was ended from outside. */
    void keep(Keeper keeper) throws Exception {
        Map<String, Part> parts = SendResult.fetch(directory, staging, most);
        try {
            keeper.keep(new Received(staging, parts));
        } finally {
            AtomicFiles.deleteTree(staging);
        }
    }
}
