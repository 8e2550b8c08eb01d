package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.git.Authenticity;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.Presence;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Brings the commits of a job into the workspace's store. */
final class JobCommits {
    private final JobDirectory directory;
    private final WorkerJob job;
    private final ObjectStore store;

    JobCommits(JobDirectory directory, WorkerJob job, ObjectStore store) {
        this.directory = directory;
        this.job = job;
        this.store = store;
    }

    /**
     * Brings all commits that the job needs, and those of earlier work as far as they can be had.
     *
     * @param sent whether all bundles came that there are
     * @throws MissingCommitsException if commits are missing that could be sent, or must be there
     */
    void bring(boolean sent) throws IOException, InterruptedException {
        List<String> missing = missing(all());
        if (!missing.isEmpty()) {
            store.importCommit(Path.of(job.workspace()), "HEAD");
            for (String commit : missing(all())) {
                bring(commit);
            }
            missing = missing(sent ? job.commits() : all());
        }
        if (!missing.isEmpty()) {
            throw new MissingCommitsException(missing);
        }
        refuseAltered();
    }

    private void bring(String commit) throws IOException, InterruptedException {
        if (!job.commits().contains(commit)) {
            tryToBring(commit);
        } else if (Files.exists(directory.bundle(commit))) {
            store.unbundle(directory.bundle(commit), commit);
        }
    }

    /**
     * Looks at what the milestone brought to the commits that the job begins from, and at what is
     * taken over: whoever worked in this workspace without a sandbox could write to its store.
     *
     * @throws IOException if it is not what it was
     */
    void refuseAltered() throws IOException, InterruptedException {
        Map<String, String> commits = new LinkedHashMap<>();
        for (EarlierChange one : usable()) {
            commits.put(one.to(), one.from());
        }
        job.commits().forEach(commit -> commits.put(commit, job.spec().milestoneBase()));
        for (Authenticity.Altered altered : Authenticity.altered(store, commits).values()) {
            throw new IOException(
                    altered
                            + " is gone from, or is not what it was in, "
                            + store.path()
                            + ": somebody wrote to it. Delete that directory and run again");
        }
    }

    /** Without it an agent has more to do, but nothing fails. */
    private void tryToBring(String commit) throws InterruptedException {
        Path bundle = directory.bundle(commit);
        try {
            if (Files.exists(bundle)) {
                store.unbundle(bundle, commit);
            } else {
                store.importCommit(Path.of(job.workspace()), commit);
            }
        } catch (IOException e) {
            // The attempt tells what is not taken over since a commit is missing.
        }
    }

    /** Earlier work whose commits are all there. */
    List<EarlierChange> usable() throws IOException, InterruptedException {
        Set<String> missing = Set.copyOf(missing(earlier()));
        return job.earlier().stream()
                .filter(one -> one.commits().stream().noneMatch(missing::contains))
                .toList();
    }

    private List<String> all() {
        return Stream.concat(job.commits().stream(), earlier().stream()).toList();
    }

    private List<String> earlier() {
        return job.earlier().stream()
                .flatMap(one -> one.commits().stream())
                .distinct()
                .filter(commit -> !job.commits().contains(commit))
                .toList();
    }

    private List<String> missing(List<String> commits) throws IOException, InterruptedException {
        return Presence.missing(store, commits);
    }
}
