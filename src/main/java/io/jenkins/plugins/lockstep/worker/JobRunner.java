package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptRunner;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.MergeOutcome;
import io.jenkins.plugins.lockstep.attempt.MergeRunner;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.git.Checkout;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.Use;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.process.Sandboxes;
import io.jenkins.plugins.lockstep.run.EventLog;
import io.jenkins.plugins.lockstep.run.SetupFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * Does one job in its directory. The same code in a worker process and, for what is short, in an
 * agent's own.
 */
public final class JobRunner {
    private final JobDirectory directory;
    private final EventSink events;
    private final Sandboxing sandboxing;

    /** Finds out what this machine can put around processes. */
    public interface Sandboxing {
        Sandboxes find() throws InterruptedException;
    }

    public JobRunner(Path directory, EventSink events) {
        this(directory, events, Sandboxes::detect);
    }

    /**
     * @param sandboxing asked if it comes to processes
     */
    public JobRunner(Path directory, EventSink events, Sandboxing sandboxing) {
        this.directory = new JobDirectory(directory);
        this.events = events;
        this.sandboxing = sandboxing;
    }

    /**
     * Makes ready what the job needs: its commits, and the checkout in which the body of a block
     * works.
     *
     * @return the body's checkout; the job's directory if it has none
     * @throws MissingCommitsException if the controller must send commits first
     */
    public Path ready() throws IOException, InterruptedException {
        return ready(false);
    }

    /**
     * @param sent whether the controller has sent all commits that it has
     */
    public Path ready(boolean sent) throws IOException, InterruptedException {
        WorkerJob job = directory.read();
        ObjectStore store = ObjectStore.open(directory.store());
        new JobCommits(directory, job, store).bring(sent);
        if (job.kind() != WorkerJob.Kind.BODY) {
            return directory.root();
        }
        Plan plan = JobParts.plan(directory, job);
        AtomicFiles.deleteTree(directory.body());
        Files.createDirectories(directory.bodyOut());
        Checkouts owner =
                new Checkouts(
                        store,
                        directory.body(),
                        plan.workspace(),
                        Path.of(job.workspace()),
                        (checkout, command) -> setUp(job, plan, store, checkout, command));
        Checkout checkout = owner.lease(Use.AGENT, job.spec().base());
        AtomicFiles.deleteTree(directory.parked());
        checkout.park(directory.parked());
        return checkout.path();
    }

    private void setUp(
            WorkerJob job, Plan plan, ObjectStore store, Path checkout, List<String> command)
            throws IOException, InterruptedException {
        try (ProcessRunner processes =
                new ProcessRunner(directory.root().toString(), sandboxing.find())) {
            JobParts.setup(
                            directory,
                            processes,
                            plan,
                            JobParts.confines(directory, job, plan, store))
                    .run(checkout, command);
        }
    }

    /**
     * Does the job and leaves outcome, evidence and bundle; begun again, it starts from nothing.
     */
    public WorkerOutcome run() throws IOException, InterruptedException {
        return run(() -> {});
    }

    /**
     * @param left called when all that the job leaves is there; what it was made with is cleaned
     *     away after that
     */
    public WorkerOutcome run(Runnable left) throws IOException, InterruptedException {
        WorkerJob job = directory.read();
        Files.deleteIfExists(directory.outcome());
        AtomicFiles.deleteTree(directory.attempt());
        Files.deleteIfExists(directory.commitBundle());
        WorkerOutcome outcome;
        try (JobParts parts = new JobParts(directory, job, sandboxing.find())) {
            AttemptDirectory attempt = AttemptDirectory.create(directory.attempt());
            if (job.kind() != WorkerJob.Kind.BODY && Files.isDirectory(directory.in())) {
                Trees.copy(directory.in(), attempt.in());
            }
            // A body had the store beside it meanwhile, and an agent has it now.
            JobCommits commits = new JobCommits(directory, job, parts.store());
            commits.refuseAltered();
            Made made = told(job, parts, attempt);
            commits.refuseAltered();
            outcome = leave(job, parts.store(), made);
            left.run();
        }
        AtomicFiles.deleteTree(directory.work());
        return outcome;
    }

    /** Makes it, and leaves what happens as evidence too. */
    private Made told(WorkerJob job, JobParts parts, AttemptDirectory attempt)
            throws IOException, InterruptedException {
        AttemptSpec spec = job.spec();
        try (EventLog log = new EventLog(spec.run(), directory.events(), List.of())) {
            EventSink kept = log.at(spec.milestone(), spec.phase(), spec.attempt());
            EventSink both =
                    (type, session, file, message, data) -> {
                        kept.emit(type, session, file, message, data);
                        events.emit(type, session, file, message, data);
                    };
            return make(job, parts, attempt, both);
        } catch (SetupFailedException e) {
            return Made.alone(notBegun(spec, e.failure()));
        }
    }

    private static AttemptResult notBegun(AttemptSpec spec, Failure failure) {
        String now = Instant.now().toString();
        return new AttemptResult(
                spec.base(),
                List.of(),
                List.of(),
                List.of(failure),
                List.of(),
                List.of(),
                -1,
                -1,
                "",
                now,
                now);
    }

    /**
     * What a job came to.
     *
     * @param together of a merge that failed; else null
     * @param taken the seal of what was taken over; null if nothing was
     * @param next where the next attempt begins; null if that is the base, or none is needed
     */
    private record Made(
            AttemptResult result, MergeOutcome.Together together, Digest taken, String next) {
        static Made alone(AttemptResult result) {
            return new Made(result, null, null, null);
        }
    }

    private Made make(WorkerJob job, JobParts parts, AttemptDirectory attempt, EventSink told)
            throws IOException, InterruptedException {
        return switch (job.kind()) {
            case ATTEMPT -> attempt(job, parts, attempt, told);
            case MERGE -> {
                MergeOutcome merged = new MergeRunner(parts.shop()).run(job.merge(), attempt, told);
                yield new Made(merged.result(), merged.together(), null, null);
            }
            case BODY -> Made.alone(body(job, parts, attempt, told));
            case COMMIT ->
                    Made.alone(new CommitJob(parts.plan(), parts.store()).make(job, attempt));
        };
    }

    private Made attempt(WorkerJob job, JobParts parts, AttemptDirectory attempt, EventSink told)
            throws IOException, InterruptedException {
        Phase phase = parts.shop().graph().phase(job.spec().phase());
        EarlierStart start = EarlierStart.of(directory, job, phase, parts.store(), attempt, told);
        AttemptResult result = new AttemptRunner(parts.shop()).run(start.spec(), attempt, told);
        return new Made(result, null, start.taken(), start.next(phase, parts.store(), result));
    }

    /**
     * Proves what the body left: its files, where they stand, so that it can be done again. Of what
     * git needs only the index was within its reach: what that makes git take or leave out is in
     * the commit or not, and the proofs run on the commit.
     */
    private AttemptResult body(
            WorkerJob job, JobParts parts, AttemptDirectory attempt, EventSink told)
            throws IOException, InterruptedException {
        Path body = Trees.only(directory.body().resolve("checkouts")).resolve("tree");
        String base = job.spec().base();
        try (Checkout checkout = parts.checkouts().adopt(body, base, directory.parked())) {
            return new AttemptRunner(parts.shop())
                    .finish(
                            job.spec(),
                            attempt,
                            directory.bodyOut(),
                            checkout,
                            Instant.now(),
                            told);
        }
    }

    private WorkerOutcome leave(WorkerJob job, ObjectStore store, Made made)
            throws IOException, InterruptedException {
        AttemptResult result = made.result();
        String kept = kept(job, made);
        if (kept != null) {
            String ref = ObjectStore.REFS + "sealed/" + job.spec().id();
            store.keep(ref, kept);
            store.bundle(ref, kept, List.of(job.spec().milestoneBase()), directory.commitBundle());
        }
        Files.write(directory.evidence().resolve("result.json"), Json.pretty(result));
        String commit = result.commit();
        WorkerOutcome outcome =
                new WorkerOutcome(
                        result,
                        commit == null ? "" : store.tree(commit),
                        kept != null,
                        made.together(),
                        made.taken(),
                        made.next());
        Path written = directory.root().resolve("outcome.part");
        Files.write(written, Json.pretty(outcome));
        Scrubber scrubber = new Scrubber(job.variables().stream().map(System::getenv).toList());
        scrubber.scrub(directory.evidence());
        scrubber.scrub(written);
        Files.move(written, directory.outcome(), StandardCopyOption.ATOMIC_MOVE);
        return outcome;
    }

    /** The commit that the controller gets; null if it has it. */
    private static String kept(WorkerJob job, Made made) {
        String commit = null;
        if (made.result().proven()) {
            commit = made.result().commit();
        } else if (made.together() != null && made.together().branches() > 0) {
            commit = made.together().commit();
        }
        return job.spec().milestoneBase().equals(commit) ? null : commit;
    }
}
