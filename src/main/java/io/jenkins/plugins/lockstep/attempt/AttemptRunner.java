package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.attempt.AttemptContext.Session;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.EvidenceCollector;
import io.jenkins.plugins.lockstep.evidence.EvidenceRefusedException;
import io.jenkins.plugins.lockstep.git.Change;
import io.jenkins.plugins.lockstep.git.Checkout;
import io.jenkins.plugins.lockstep.git.Snapshot;
import io.jenkins.plugins.lockstep.git.SnapshotRefusedException;
import io.jenkins.plugins.lockstep.git.Use;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.validate.ProtectedFiles;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes one attempt of one phase: the work, in an agent's checkout, then the proof, in a clean one.
 * It knows no ledger and seals nothing; what it leaves is a commit in the store, the attempt's
 * directory and an {@link AttemptResult}.
 */
public final class AttemptRunner {
    /** Evidence that an agent owes, by the name under which a phase must leave it. */
    public static final Set<String> OWED = Set.of("research.md", "plan.md");

    private final Workshop shop;

    public AttemptRunner(Workshop shop) {
        this.shop = shop;
    }

    /**
     * Makes the attempt. A failure of the phase is in the result; an exception is a defect of ours
     * or of the machine.
     *
     * @param directory fresh, with the inputs in its {@code in}
     */
    public AttemptResult run(AttemptSpec spec, AttemptDirectory directory, EventSink events)
            throws IOException, InterruptedException {
        AttemptContext attempt = context(spec, directory, events);
        Instant started = shop.clock().instant();
        Work work =
                switch (attempt.phase().kind()) {
                    case RESEARCH, PLANNING ->
                            leftBefore(attempt) ? nothing(spec) : agent(attempt, spec.earlier());
                    case IMPLEMENT ->
                            spec.start().equals(spec.base())
                                    ? agent(attempt, spec.earlier())
                                    : untilProven(attempt);
                    case ISSUES -> new FileByFile(attempt).work();
                    case ARCHITECTURE, TESTS, E2E -> untilProven(attempt);
                    case VALIDATE, COMMIT -> nothing(spec);
                };
        return conclude(attempt, work, () -> admit(attempt), started);
    }

    /** Takes what the phase left as evidence. */
    private interface Admission {
        void run() throws IOException;
    }

    /**
     * Proves what stands in a checkout that somebody else worked in: the block form of a phase.
     *
     * @param out what that one left as evidence; it stays there, beside the attempt's own
     * @param checkout leased for the agent's use, at the spec's base; nobody else had its git
     *     directory
     */
    public AttemptResult finish(
            AttemptSpec spec,
            AttemptDirectory directory,
            Path out,
            Checkout checkout,
            Instant started,
            EventSink events)
            throws IOException, InterruptedException {
        AttemptContext attempt = context(spec, directory, events);
        Work work = taken(attempt, checkout, "body", List.of(), List.of());
        long most = shop.plan().limits().evidenceBytes();
        return conclude(
                attempt,
                work,
                () -> {
                    EvidenceCollector.look(out, most);
                    owed(out, attempt);
                },
                started);
    }

    private AttemptContext context(AttemptSpec spec, AttemptDirectory directory, EventSink events) {
        Phase phase = shop.graph().phase(spec.phase());
        Milestone milestone =
                shop.plan()
                        .milestone(spec.milestone())
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the plan has no milestone " + spec.milestone()));
        Duration own = phase.timeout() == null ? shop.plan().limits().attempt() : phase.timeout();
        Deadline deadline =
                Deadline.in(Duration.ofMillis(spec.millis()), spec.limit()).within(own, "attempt");
        Prover prover = new Prover(shop, spec, directory, milestone, deadline, events);
        return new AttemptContext(
                shop, spec, directory, phase, milestone, deadline, events, prover);
    }

    private Work agent(AttemptContext attempt, List<Failure> failures)
            throws IOException, InterruptedException {
        try (Checkout checkout = attempt.lease(Use.AGENT, attempt.spec().start())) {
            String prompt =
                    Prompts.of(
                            shop.plan(),
                            attempt.milestone(),
                            attempt.phase(),
                            attempt.spec(),
                            failures);
            Session session =
                    attempt.session("s1", "", checkout, attempt.directory().out(), prompt);
            List<Failure> ended = new ArrayList<>();
            if (session.failure() != null) {
                ended.add(session.failure());
            }
            ended.addAll(attempt.tampering(checkout, "s1", ""));
            return taken(attempt, checkout, "s1", List.of(session.record()), ended);
        }
    }

    /**
     * Asks an agent unless the tools say that all is well; also if the work that it begins from is
     * what failed before, by what other tools say.
     */
    private Work untilProven(AttemptContext attempt) throws IOException, InterruptedException {
        AttemptSpec spec = attempt.spec();
        List<ValidatorResult> before = attempt.measure(spec.start(), "before");
        long issues = before.stream().mapToLong(result -> result.issues().size()).sum();
        List<Failure> failures =
                before.stream().flatMap(result -> result.failures().stream()).toList();
        boolean mends = !spec.start().equals(spec.base()) && !spec.earlier().isEmpty();
        if (failures.isEmpty() && !mends) {
            return new Work(spec.start(), List.of(), List.of(), List.of(), issues);
        }
        List<Failure> beyond = Mendable.not(attempt.phase().kind(), before);
        if (!beyond.isEmpty()) {
            return new Work(spec.base(), beyond, List.of(), List.of(), issues);
        }
        attempt.events()
                .note(
                        failures.isEmpty()
                                ? "mends what failed in the attempt before"
                                : failures.size() == 1
                                        ? "1 failure before any work"
                                        : failures.size() + " failures before any work");
        List<Failure> told = new ArrayList<>(failures);
        spec.earlier().stream()
                .filter(
                        failure ->
                                failures.stream()
                                        .noneMatch(f -> f.message().equals(failure.message())))
                .forEach(told::add);
        Work work = agent(attempt, told);
        return new Work(work.commit(), work.failures(), work.sessions(), work.refused(), issues);
    }

    /** Whether the text that the phase owes is there already, taken over from an earlier seal. */
    private static boolean leftBefore(AttemptContext attempt) {
        return OWED.stream().map(attempt.directory().out()::resolve).anyMatch(Files::isRegularFile);
    }

    private static Work nothing(AttemptSpec spec) {
        return new Work(spec.base(), List.of(), List.of(), List.of(), -1);
    }

    /** Takes from a checkout what may be taken. */
    private Work taken(
            AttemptContext attempt,
            Checkout checkout,
            String session,
            List<AttemptResult.SessionRecord> sessions,
            List<Failure> ended)
            throws IOException, InterruptedException {
        List<Failure> failures = new ArrayList<>(ended);
        List<String> refused = new ArrayList<>();
        String base = attempt.spec().base();
        Snapshot snapshot;
        try {
            snapshot = checkout.snapshot(attempt.message());
        } catch (SnapshotRefusedException e) {
            boolean told = failures.stream().anyMatch(f -> e.getMessage().endsWith(f.message()));
            if (!told) {
                failures.add(
                        Failure.of("snapshot", Cause.TAMPERING, e.getMessage())
                                .withSession(session, ""));
            }
            return new Work(base, failures, sessions, refused, -1);
        }
        String commit = snapshot.commit();
        if (!attempt.phase().kind().changesFiles()) {
            snapshot.changes()
                    .forEach(
                            change ->
                                    attempt.refuse(
                                            refused,
                                            session,
                                            change.path(),
                                            attempt.phase().name()
                                                    + " may change no file: "
                                                    + change.path()
                                                    + " is not taken"));
            commit = base;
        }
        return new Work(commit, failures, sessions, refused, -1);
    }

    private AttemptResult conclude(
            AttemptContext attempt, Work work, Admission admission, Instant started)
            throws IOException, InterruptedException {
        List<Failure> failures = new ArrayList<>(work.failures());
        try {
            admission.run();
        } catch (EvidenceRefusedException e) {
            failures.add(Failure.of("evidence", Cause.EVIDENCE_REFUSED, e.getMessage()));
        }
        List<String> changed =
                shop.store().changes(attempt.spec().base(), work.commit()).stream()
                        .map(Change::path)
                        .toList();
        if (!changed.isEmpty()) {
            Files.write(attempt.directory().evidence().resolve("changed-files.txt"), changed);
        }
        failures.addAll(ProtectedFiles.check(shop.plan(), changed));
        List<ValidatorResult> validators = List.of();
        if (failures.isEmpty()) {
            validators = attempt.prover().prove(attempt.phase(), work.commit());
            validators.forEach(result -> failures.addAll(result.failures()));
        }
        long after =
                work.issuesBefore() < 0 || validators.isEmpty()
                        ? -1
                        : validators.stream().mapToLong(result -> result.issues().size()).sum();
        return new AttemptResult(
                work.commit(),
                changed,
                validators,
                failures,
                work.sessions(),
                work.refused(),
                work.issuesBefore(),
                after,
                sandbox(work),
                started.toString(),
                shop.clock().instant().toString());
    }

    private String sandbox(Work work) {
        if (work.sessions().isEmpty()) {
            return "";
        }
        boolean all = work.sessions().stream().allMatch(AttemptResult.SessionRecord::sandboxed);
        return all ? shop.sandbox() : "none";
    }

    /**
     * Takes the agent's own evidence over: what the phase owes to the top, the rest below {@code
     * agent/}.
     */
    private void admit(AttemptContext attempt) throws IOException {
        Path agents = attempt.directory().evidence().resolve("agent");
        EvidenceCollector.copy(
                attempt.directory().out(), agents, shop.plan().limits().evidenceBytes());
        owed(agents, attempt);
    }

    private static void owed(Path from, AttemptContext attempt) throws IOException {
        for (String name : OWED) {
            Path left = from.resolve(name);
            if (Files.isRegularFile(left, LinkOption.NOFOLLOW_LINKS)) {
                Files.copy(
                        left,
                        attempt.directory().evidence().resolve(name),
                        LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
