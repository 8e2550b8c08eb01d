package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.agent.AgentRunner;
import io.jenkins.plugins.lockstep.agent.LocalGovernor;
import io.jenkins.plugins.lockstep.attempt.Confines;
import io.jenkins.plugins.lockstep.attempt.Workshop;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.process.Sandboxes;
import io.jenkins.plugins.lockstep.run.Setup;
import io.jenkins.plugins.lockstep.validate.Proofs;
import io.jenkins.plugins.lockstep.validate.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Opens what one job is made with, and closes all of it in the opposite order. */
final class JobParts implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final JobDirectory directory;
    private final WorkerJob job;
    private final Plan plan;
    private final ObjectStore store;
    private final Checkouts checkouts;
    private final Workshop shop;

    /** For a job that was made ready: its commits are in the store. */
    JobParts(JobDirectory directory, WorkerJob job, Sandboxes sandboxes)
            throws IOException, InterruptedException {
        this.directory = directory;
        this.job = job;
        plan = plan(directory, job);
        store = ObjectStore.open(directory.store());
        ProcessRunner processes = opened(new ProcessRunner(directory.root().toString(), sandboxes));
        Confines confines = confines(directory, job, plan, store);
        Setup setup = setup(directory, processes, plan, confines);
        checkouts =
                opened(
                        new Checkouts(
                                store,
                                directory.work(),
                                plan.workspace(),
                                Path.of(job.workspace()),
                                setup));
        LocalGovernor governor =
                opened(
                        new LocalGovernor(
                                job.sessions() == 0
                                        ? plan.limits().sessions()
                                        : Math.min(job.sessions(), plan.limits().sessions()),
                                job.sessionsPerMinute() == 0
                                        ? plan.limits().sessionsPerMinute()
                                        : job.sessionsPerMinute()));
        AgentRunner agents = new AgentRunner(processes, governor, plan.agent(), plan.limits());
        shop =
                new Workshop(
                        plan,
                        PhaseGraph.of(plan),
                        store,
                        checkouts,
                        agents,
                        new Proofs(new ToolRunner(processes, plan.limits())),
                        confines,
                        processes.sandboxes().kind());
    }

    Plan plan() {
        return plan;
    }

    ObjectStore store() {
        return store;
    }

    Checkouts checkouts() {
        return checkouts;
    }

    Workshop shop() {
        return shop;
    }

    static Setup setup(
            JobDirectory directory, ProcessRunner processes, Plan plan, Confines confines) {
        return new Setup(
                processes,
                plan.limits(),
                confines,
                directory.work(),
                directory.evidence().resolve("logs"),
                EventSink.NONE);
    }

    /** Nothing of other jobs can be seen; of this one, and of the workspace, it can be read. */
    static Confines confines(JobDirectory directory, WorkerJob job, Plan plan, ObjectStore store)
            throws IOException {
        return new Confines(
                plan.agent(), hidden(directory), List.of(store.path(), Path.of(job.workspace())));
    }

    /**
     * All jobs of this workspace: what a process of this one may use of its own is shown to it
     * again. Naming the others one by one would fail when one of them ends meanwhile.
     */
    private static List<Path> hidden(JobDirectory directory) {
        return List.of(directory.root().getParent());
    }

    /** The pinned plan, as this job's phase sees it. */
    static Plan plan(JobDirectory directory, WorkerJob job) throws IOException {
        byte[] bytes = Files.readAllBytes(directory.plan());
        try {
            Plan pinned = PlanReader.readAgain(bytes, job.spec().planDigest(), "lockstep.yaml");
            Plan mine = job.overrides() == null ? pinned : job.overrides().apply(pinned);
            return job.variables().isEmpty() ? mine : withVariables(mine, job.variables());
        } catch (PlanException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The agent gets these variables too; their values come with the process. */
    private static Plan withVariables(Plan plan, List<String> variables) {
        Plan.AgentConfig old = plan.agent();
        List<String> all = new ArrayList<>(old.environment());
        variables.stream().filter(name -> !all.contains(name)).forEach(all::add);
        Plan.AgentConfig agent =
                new Plan.AgentConfig(
                        old.command(),
                        old.output(),
                        old.model(),
                        old.models(),
                        all,
                        old.writable(),
                        old.sandbox());
        return new Plan(
                plan.digest(),
                plan.project(),
                agent,
                plan.workspace(),
                plan.limits(),
                plan.phases(),
                plan.milestones());
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (failed == null) {
                    failed = new IOException("could not close all of the job: " + e, e);
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
