package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.LedgerBrokenException;
import io.jenkins.plugins.lockstep.evidence.LedgerHeldException;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.UserRepository;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import io.jenkins.plugins.lockstep.plan.Problem;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One run of a plan on one machine. */
public final class Run {
    private final RunContext context;
    private final RunOptions options;

    private Run(RunContext context, RunOptions options) {
        this.context = context;
        this.options = options;
    }

    /**
     * Runs what has no valid seal. All that it started has ended when this returns or throws.
     *
     * @param listeners are told every event, from many threads, one at a time
     * @throws PlanException if the plan is not valid; nothing was touched
     * @throws UnfitProjectException if it has no repository or no such branch; nothing was touched
     * @throws LedgerHeldException if another run has the project
     * @throws LedgerBrokenException if the ledger was tampered with; nothing was run
     * @throws InterruptedException if the caller was interrupted
     */
    public static RunOutcome execute(RunOptions options, List<Consumer<Event>> listeners)
            throws PlanException,
                    IOException,
                    InterruptedException,
                    LedgerHeldException,
                    LedgerBrokenException {
        return execute(options, listeners, Clock.systemUTC());
    }

    /** The same by another clock, which may say what it likes. */
    static RunOutcome execute(RunOptions options, List<Consumer<Event>> listeners, Clock clock)
            throws PlanException,
                    IOException,
                    InterruptedException,
                    LedgerHeldException,
                    LedgerBrokenException {
        byte[] bytes = Files.readAllBytes(options.plan());
        Plan plan = PlanReader.read(bytes, options.plan().getFileName().toString());
        RunOptions checked = checkOptions(plan, options);
        Optional<UserRepository.Problem> unfit =
                new UserRepository(options.project()).problem(plan.project().branch());
        if (unfit.isPresent()) {
            throw new UnfitProjectException(unfit.get().what(), unfit.get().remedy());
        }
        try (RunParts parts = RunParts.open(checked, plan, bytes, listeners, clock)) {
            return new Run(parts.context(), checked).run();
        }
    }

    private RunOutcome run() throws IOException, InterruptedException {
        Beginning beginning = new Beginning(context.id(), context.plan());
        beginning.tell(context.events());
        try {
            milestones(beginning);
        } catch (InterruptedException e) {
            context.events()
                    .emit(
                            0,
                            "",
                            0,
                            Event.Type.RUN_ENDED,
                            "interrupted",
                            Map.of("state", "interrupted"));
            throw e;
        }
        RunOutcome outcome =
                new RunOutcome(
                        context.id(),
                        context.home().run(context.id()),
                        List.copyOf(context.failures()));
        String state = outcome.proven() ? "proven" : "failed";
        context.events().emit(0, "", 0, Event.Type.RUN_ENDED, state, Map.of("state", state));
        return outcome;
    }

    private void milestones(Beginning beginning) throws IOException, InterruptedException {
        ObjectStore store = context.store();
        String tip =
                store.importCommit(context.home().project(), context.plan().project().branch());
        context.sealer().begin(tip);
        String head = tip;
        Finished finished = new Finished(context);
        Map<String, TestCounts> tests = new HashMap<>();
        for (Milestone milestone : context.plan().milestones()) {
            boolean last = milestone.number() == options.milestone();
            String base = base(milestone.number(), head, tip);
            MilestoneContext place =
                    new MilestoneContext(context, milestone, base, Map.copyOf(tests));
            beginning.tell(milestone.number(), base, context.events());
            String only = last ? options.phase() : "";
            Collection<Sealed> sealed =
                    finished.is(place, tip)
                            ? finished.tell(place)
                            : new MilestoneRun(place, context.deadline()).run(only).values();
            boolean proven = context.failures().isEmpty();
            String state = !proven ? "failed" : only.isEmpty() ? "proven" : "pending";
            context.events()
                    .emit(
                            milestone.number(),
                            "",
                            0,
                            Event.Type.MILESTONE_ENDED,
                            proven && !only.isEmpty() ? "proven up to " + only : state,
                            Map.of("state", state));
            if (!proven || last) {
                return;
            }
            head = next(sealed, tip);
            tests.putAll(place.baselines(sealed));
        }
    }

    /**
     * Where a milestone starts: where it started before, as long as the target branch is still
     * there or has only our own commit of it; else at the head.
     */
    private String base(int milestone, String head, String tip)
            throws IOException, InterruptedException {
        String before = context.sealer().index().lastBase(milestone);
        if (before == null || !context.store().exists(before)) {
            return head;
        }
        if (before.equals(head)) {
            return head;
        }
        Set<String> own = context.sealer().ownCommits(milestone);
        for (String commit : own) {
            if (context.store().exists(commit) && context.store().isAncestor(commit, tip)) {
                return before;
            }
        }
        return head;
    }

    /**
     * What the next milestone starts from: the branch's tip, if that has this milestone's commit;
     * else the commit.
     */
    private String next(Collection<Sealed> sealed, String tip)
            throws IOException, InterruptedException {
        String last =
                sealed.stream()
                        .max(java.util.Comparator.comparingLong(Sealed::sequence))
                        .map(Sealed::commit)
                        .orElse(tip);
        return context.store().isAncestor(last, tip) ? tip : last;
    }

    /** The options, with the milestone that a phase alone can only mean. */
    private static RunOptions checkOptions(Plan plan, RunOptions options) throws PlanException {
        if (options.milestone() != 0 && plan.milestone(options.milestone()).isEmpty()) {
            throw unknown(
                    options,
                    "there is no milestone "
                            + options.milestone()
                            + "; the plan has "
                            + plan.milestones().stream().map(Milestone::number).toList());
        }
        if (options.phase().isEmpty()) {
            return options;
        }
        try {
            plan.phase(options.phase());
        } catch (IllegalArgumentException e) {
            throw unknown(options, e.getMessage());
        }
        if (options.milestone() != 0) {
            return options;
        }
        if (plan.milestones().size() > 1) {
            throw unknown(
                    options, "the plan has several milestones: say which one with --milestone");
        }
        int only = plan.milestones().get(0).number();
        return new RunOptions(
                options.project(), options.plan(), only, options.phase(), options.anew());
    }

    private static PlanException unknown(RunOptions options, String message) {
        return new PlanException(
                options.plan().getFileName().toString(), List.of(new Problem(0, 0, "", message)));
    }
}
