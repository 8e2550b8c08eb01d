package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.jenkins.agent.PutJob;
import io.jenkins.plugins.lockstep.run.Node;
import io.jenkins.plugins.lockstep.run.Sealed;
import io.jenkins.plugins.lockstep.worker.EvidenceStream;
import io.jenkins.plugins.lockstep.worker.WorkerJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings a job to an agent: spec, plan, what earlier phases wrote, and the commits that are not
 * there yet.
 */
public final class JobSender {
    /** Of one file that an agent gets to read. */
    private static final long MOST_INPUT_BYTES = 1 << 20;

    private static final int NAME_DIGITS = 10;
    private static final int MOST_FAILURE = 1 << 20;

    private final BuildGraph graph;
    private final Run<?, ?> build;
    private final FilePath workspace;

    public JobSender(BuildGraph graph, Run<?, ?> build, FilePath workspace) {
        this.graph = graph;
        this.build = build;
        this.workspace = workspace;
    }

    /** The job's directory on the agent. */
    public String directory(WorkerJob job) {
        return workspace
                .child(".lockstep/jobs/" + tag() + "-" + job.spec().id().replace('+', '-'))
                .getRemote();
    }

    /** Begins the names of all jobs of this build; no other build's begin so. */
    private String tag() {
        return "b"
                + build.getNumber()
                + "-"
                + Digest.of(graph.run().id()).hex().substring(0, NAME_DIGITS);
    }

    /**
     * As {@link PutJob} answers when the job is ready.
     *
     * @param text that the job takes over, by name
     */
    public String send(WorkerJob job, Map<String, byte[]> text)
            throws IOException, InterruptedException {
        FilePath directory = workspace.child(directory(job));
        byte[] inputs = inputs(job);
        byte[] taken = stream("taken-" + job.spec().id(), text);
        String answer = directory.act(put(job, inputs, taken, false));
        if (answer.startsWith(PutJob.MISSING)) {
            List<String> missing = List.of(answer.substring(PutJob.MISSING.length()).split(","));
            for (String commit : missing) {
                bundle(commit, job, directory);
            }
            answer = directory.act(put(job, inputs, taken, true));
        }
        if (answer.startsWith(PutJob.FAILED)) {
            throw new NotReadyException(failure(answer.substring(PutJob.FAILED.length())));
        }
        if (!answer.startsWith(PutJob.READY)) {
            throw new IOException(
                    "the workspace lacks commits that the phase starts from, and the build has none to"
                            + " send: "
                            + answer);
        }
        return answer.substring(PutJob.READY.length());
    }

    private PutJob put(WorkerJob job, byte[] inputs, byte[] taken, boolean sent)
            throws IOException {
        return new PutJob(
                Json.canonical(job),
                graph.run().pinned().orElseThrow().bytes(),
                inputs,
                taken,
                tag(),
                sent);
    }

    /** The agent can't make the job ready. */
    public static final class NotReadyException extends IOException {
        private static final long serialVersionUID = 1;

        private final transient Failure failure;

        NotReadyException(Failure failure) {
            super(failure.message());
            this.failure = failure;
        }

        public Failure failure() {
            return failure;
        }
    }

    private static Failure failure(String json) throws IOException {
        if (json.length() > MOST_FAILURE) {
            throw new IOException("the agent tells a failure that is too long");
        }
        return Json.read(json.getBytes(StandardCharsets.UTF_8), Failure.class);
    }

    /** Without earlier work the job can be done all the same. */
    private void bundle(String commit, WorkerJob job, FilePath directory)
            throws IOException, InterruptedException {
        boolean needed = job.commits().contains(commit);
        if (!needed && job.earlier().stream().noneMatch(one -> one.commits().contains(commit))) {
            throw new IOException("the agent asks for commits that the job does not need");
        }
        Path file = graph.run().files().bundle(commit);
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                directory.child("bundles/" + commit + ".bundle").copyFrom(in);
            }
        } else if (needed) {
            throw new hudson.AbortException(
                    "the workspace "
                            + workspace.getRemote()
                            + " lacks commit "
                            + commit
                            + ", where the run started. Check out that commit before the phase");
        }
    }

    private byte[] inputs(WorkerJob job) throws IOException {
        if (job.kind() == WorkerJob.Kind.MERGE || job.kind() == WorkerJob.Kind.COMMIT) {
            return empty();
        }
        Map<String, Sealed> seals = graph.ancestors(Node.phase(job.spec().phase()));
        Path staging = graph.run().files().staging("in-" + job.spec().id());
        AtomicFiles.deleteTree(staging);
        Files.createDirectories(staging);
        new Artifacts(build).inputs(seals, staging, MOST_INPUT_BYTES);
        Map<String, String> digests = new TreeMap<>();
        seals.forEach((name, one) -> digests.put(name, one.seal().toString()));
        Files.write(staging.resolve("seals.json"), Json.pretty(digests));
        return stream(staging);
    }

    private byte[] stream(String name, Map<String, byte[]> files) throws IOException {
        if (files.isEmpty()) {
            return empty();
        }
        Path staging = graph.run().files().staging(name);
        AtomicFiles.deleteTree(staging);
        Files.createDirectories(staging);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(staging.resolve(file.getKey()), file.getValue());
        }
        return stream(staging);
    }

    private static byte[] empty() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EvidenceStream.write(Path.of(""), List.of(), true, bytes);
        return bytes.toByteArray();
    }

    private static byte[] stream(Path staging) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        EvidenceStream.write(staging, List.of(staging), true, bytes);
        AtomicFiles.deleteTree(staging);
        return bytes.toByteArray();
    }
}
