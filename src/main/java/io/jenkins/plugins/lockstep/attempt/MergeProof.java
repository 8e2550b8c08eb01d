package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.Change;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The proofs of a group on its merged commits. */
final class MergeProof {
    private final Workshop shop;
    private final MergeSpec spec;
    private final List<String> commits;
    private final EventSink events;
    private final Instant started;
    private final Deadline deadline;
    private final Prover prover;

    /** What the proofs said when so many branches were merged. */
    private record Trial(int merged, List<ValidatorResult> validators, List<Failure> failures) {}

    /**
     * @param commits as what is merged before the first branch, with it, with the second, and so on
     * @param started when the merge began
     */
    MergeProof(
            Workshop shop,
            MergeSpec spec,
            List<String> commits,
            AttemptDirectory directory,
            EventSink events,
            Instant started) {
        this.shop = shop;
        this.spec = spec;
        this.commits = commits;
        this.events = events;
        this.started = started;
        AttemptSpec place = spec.place();
        Milestone milestone = shop.plan().milestone(place.milestone()).orElseThrow();
        deadline = Deadline.in(Duration.ofMillis(place.millis()), place.limit());
        prover = new Prover(shop, place, directory, milestone, deadline, events);
    }

    /** All are merged: the proofs run once, and on less only if they fail. */
    MergeOutcome whole() throws IOException, InterruptedException {
        Trial trial = trial(commits.size() - 1, "");
        return trial.failures().isEmpty() ? new MergeOutcome(result(trial), null) : culprit(trial);
    }

    /** A branch did not merge; is all right up to there? */
    MergeOutcome before(List<Failure> conflicts) throws IOException, InterruptedException {
        int merged = commits.size() - 1;
        Trial trial =
                merged == 0 ? new Trial(0, List.of(), List.of()) : trial(merged, "before-conflict");
        return trial.failures().isEmpty()
                ? failed(new Trial(merged, trial.validators(), conflicts), merged)
                : culprit(trial);
    }

    /**
     * The first branch that breaks what holds without it, by halving: what was merged before all of
     * them is known to hold.
     */
    private MergeOutcome culprit(Trial failed) throws IOException, InterruptedException {
        Trial bad = failed;
        int good = 0;
        while (bad.merged() - good > 1) {
            if (deadline.passed()) {
                return new MergeOutcome(result(bad), null);
            }
            int middle = (good + bad.merged()) / 2;
            String last = spec.branches().get(middle - 1).node();
            events.note("looks for the branch at fault: the proofs run on all up to " + last);
            Trial trial = trial(middle, "up-to-" + last);
            if (trial.failures().isEmpty()) {
                good = middle;
            } else {
                bad = trial;
            }
        }
        return failed(bad, good);
    }

    private MergeOutcome failed(Trial trial, int good) throws IOException, InterruptedException {
        return new MergeOutcome(result(trial), new MergeOutcome.Together(good, commits.get(good)));
    }

    /**
     * @param where what the proofs leave goes; empty for the place of what is sealed
     */
    private Trial trial(int merged, String where) throws IOException, InterruptedException {
        String commit = commits.get(merged);
        String tree = shop.store().tree(commit);
        List<Phase> open =
                spec.hold(merged).stream()
                        .filter(name -> !spec.proven().getOrDefault(name, List.of()).contains(tree))
                        .map(shop.graph()::phase)
                        .toList();
        List<ValidatorResult> validators = prover.hold(open, commit, where);
        List<Failure> failures = new ArrayList<>();
        validators.stream()
                .filter(result -> !result.passed())
                .forEach(result -> failures.addAll(broken(result)));
        return new Trial(merged, validators, failures);
    }

    private static List<Failure> broken(ValidatorResult result) {
        return result.failures().stream()
                .map(
                        failure ->
                                failure.withValidator(result.name())
                                        .toldAs(
                                                failure.cause(),
                                                "holds on its branch, fails on the merged commit: "
                                                        + failure.message()))
                .toList();
    }

    private AttemptResult result(Trial trial) throws IOException, InterruptedException {
        String base = spec.place().base();
        String merged = commits.get(trial.merged());
        List<String> changed =
                merged.equals(base)
                        ? List.of()
                        : shop.store().changes(base, merged).stream().map(Change::path).toList();
        return new AttemptResult(
                merged,
                changed,
                trial.validators(),
                trial.failures(),
                List.of(),
                List.of(),
                -1,
                -1,
                "",
                started.toString(),
                shop.clock().instant().toString());
    }
}
