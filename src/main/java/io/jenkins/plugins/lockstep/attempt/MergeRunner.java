package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.Change;
import io.jenkins.plugins.lockstep.git.MergeResult;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Merges a branch of a group and runs the group's proofs on the merged commit. */
public final class MergeRunner {
    private final Workshop shop;

    public MergeRunner(Workshop shop) {
        this.shop = shop;
    }

    /** Merges and proves; a conflict and a proof that fails are failures in the result. */
    public AttemptResult run(MergeSpec spec, AttemptDirectory directory, EventSink events)
            throws IOException, InterruptedException {
        Instant started = shop.clock().instant();
        AttemptSpec place = spec.place();
        MergeResult merge =
                shop.store().merge(place.base(), spec.theirs(), "Lockstep: " + place.phase());
        if (merge.commit() == null) {
            List<Failure> conflicts =
                    merge.conflicts().stream()
                            .map(
                                    path ->
                                            Failure.at(
                                                    "merge",
                                                    Cause.MERGE_CONFLICT,
                                                    "both branches changed " + path,
                                                    path,
                                                    0))
                            .toList();
            return result(place.base(), List.of(), List.of(), conflicts, started);
        }
        events.emit(
                Event.Type.MERGED,
                "",
                "",
                "merged as " + merge.commit(),
                Map.of("commit", merge.commit()));
        List<String> changed =
                shop.store().changes(place.base(), merge.commit()).stream()
                        .map(Change::path)
                        .toList();
        List<ValidatorResult> validators = prove(spec, merge.commit(), directory, events);
        List<Failure> failures = new ArrayList<>();
        validators.stream()
                .filter(result -> !result.passed())
                .forEach(result -> failures.addAll(broken(result)));
        return result(merge.commit(), changed, validators, failures, started);
    }

    private List<ValidatorResult> prove(
            MergeSpec spec, String commit, AttemptDirectory directory, EventSink events)
            throws IOException, InterruptedException {
        AttemptSpec place = spec.place();
        Milestone milestone = shop.plan().milestone(place.milestone()).orElseThrow();
        Deadline deadline = Deadline.in(Duration.ofMillis(place.millis()), place.limit());
        String tree = shop.store().tree(commit);
        List<Phase> open =
                place.hold().stream()
                        .filter(name -> !spec.proven().getOrDefault(name, List.of()).contains(tree))
                        .map(shop.graph()::phase)
                        .toList();
        return new Prover(shop, place, directory, milestone, deadline, events).hold(open, commit);
    }

    private static List<Failure> broken(ValidatorResult result) {
        return result.failures().stream()
                .map(
                        failure ->
                                new Failure(
                                        result.name(),
                                        failure.cause(),
                                        "holds on its branch, fails on the merged commit: "
                                                + failure.message(),
                                        failure.session(),
                                        failure.file(),
                                        failure.line(),
                                        failure.command(),
                                        failure.exitCode(),
                                        failure.issues(),
                                        failure.log(),
                                        failure.lastLines()))
                .toList();
    }

    private AttemptResult result(
            String commit,
            List<String> changed,
            List<ValidatorResult> validators,
            List<Failure> failures,
            Instant started) {
        return new AttemptResult(
                commit,
                changed,
                validators,
                failures,
                List.of(),
                List.of(),
                -1,
                -1,
                "",
                started.toString(),
                shop.clock().instant().toString());
    }
}
