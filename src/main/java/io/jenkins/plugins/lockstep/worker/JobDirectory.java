package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One job's directory, {@code <workspace>/.lockstep/jobs/<id>}.
 *
 * @param root absolute
 */
public record JobDirectory(Path root) {
    /** Name of {@link #process}. */
    public static final String PROCESS = "process";

    /** Name of {@link #events} among the evidence. */
    public static final String EVENTS = "events.jsonl";

    /** {@code .lockstep} of the workspace. */
    public Path home() {
        return root.getParent().getParent();
    }

    public Path store() {
        return home().resolve("store.git");
    }

    public Path job() {
        return root.resolve("job.json");
    }

    public Path plan() {
        return root.resolve("plan.yaml");
    }

    /** Evidence of earlier phases, as the controller wrote it. */
    public Path in() {
        return root.resolve("in");
    }

    /** The text that the phase owes, where an earlier one is taken over. */
    public Path taken() {
        return root.resolve("taken");
    }

    public Path bundle(String commit) {
        return root.resolve("bundles").resolve(commit + ".bundle");
    }

    /** Where the worker's process is started, and watched from beside it. */
    public Path process() {
        return root.resolve(PROCESS);
    }

    /** Where the body of a block works. */
    public Path body() {
        return root.resolve("body");
    }

    /** How that was when it was made. */
    public Path parked() {
        return root.resolve("parked");
    }

    /** Where the body of a block leaves evidence. */
    public Path bodyOut() {
        return root.resolve("out");
    }

    public Path attempt() {
        return root.resolve("attempt");
    }

    /** What will be sealed or kept. */
    public Path evidence() {
        return attempt().resolve("evidence");
    }

    /** What happened, in the form of a run's events. */
    public Path events() {
        return evidence().resolve(EVENTS);
    }

    public Path work() {
        return root.resolve("work");
    }

    public Path outcome() {
        return root.resolve("outcome.json");
    }

    public Path commitBundle() {
        return root.resolve("commit.bundle");
    }

    public WorkerJob read() throws IOException {
        return Json.read(Files.readAllBytes(job()), WorkerJob.class);
    }

    /** Makes the job's directory. */
    public void create() throws IOException {
        makeHome(home().getParent());
        Files.createDirectories(process());
    }

    /** {@code .lockstep} of a workspace, made if need be; git is told to ignore it. */
    public static Path makeHome(Path workspace) throws IOException {
        Path home = Files.createDirectories(workspace.resolve(".lockstep"));
        Path ignore = home.resolve(".gitignore");
        if (!Files.exists(ignore) || Files.size(ignore) == 0) {
            AtomicFiles.write(ignore, "*\n".getBytes(StandardCharsets.UTF_8));
        }
        return home;
    }
}
