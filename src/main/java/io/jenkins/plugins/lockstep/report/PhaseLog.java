package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.RunData.Attempt;
import io.jenkins.plugins.lockstep.report.RunData.Evidence;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One phase of one milestone, as far as its events have come. */
final class PhaseLog {
    private final int milestone;
    private final String name;
    private final Map<Integer, AttemptLog> attempts = new TreeMap<>();
    private final FailureList failures = new FailureList();
    private List<Evidence> evidence = List.of();
    private State state = State.PENDING;
    private String reason = "";
    private String seal = "";
    private String commit = "";
    private int sealedAttempt;

    PhaseLog(int milestone, String name) {
        this.milestone = milestone;
        this.name = name;
    }

    void take(Event event) {
        if (event.attempt() > 0 && isOfAttempt(event)) {
            attempts.computeIfAbsent(event.attempt(), n -> new AttemptLog(event)).take(event);
        }
        switch (event.type()) {
            case ATTEMPT_STARTED -> {
                state = State.RUNNING;
                failures.clear();
            }
            case SEALED -> seal(event, State.PROVEN);
            case REUSED -> reuse(event);
            case WAIVED -> {
                state = State.WAIVED;
                String told = Values.text(event.data(), "reason");
                reason = told.isEmpty() ? event.message() : told;
                seal = Values.text(event.data(), "seal");
            }
            case FAILED -> fail(event);
            default -> {}
        }
    }

    /** Adds what the ledger knows and the events did not say. */
    void take(SealedPhase sealed) {
        if (seal.isEmpty() || seal.equals(sealed.seal())) {
            seal = sealed.seal();
            commit = commit.isEmpty() ? sealed.commit() : commit;
            sealedAttempt = sealedAttempt == 0 ? sealed.attempt() : sealedAttempt;
            evidence = evidence.isEmpty() ? List.copyOf(sealed.evidence()) : evidence;
            if (state == State.PENDING || state == State.RUNNING) {
                state = State.PROVEN;
            }
        }
    }

    /**
     * @param after its prerequisites
     * @param broken whether something in the milestone has failed for good, so that what has not
     *     begun by the run's end is blocked
     */
    Phase build(List<String> after, String now, boolean open, boolean broken) {
        List<Attempt> built = attempts.values().stream().map(a -> a.build(now, open)).toList();
        State settled = settle(built, open, broken);
        FailureList told = new FailureList();
        failures.list().forEach(told::add);
        if (settled == State.FAILED && !built.isEmpty()) {
            told.addNew(built.get(built.size() - 1).failures());
        }
        return new Phase(
                name,
                after,
                settled,
                reason,
                built,
                told.list(),
                evidence,
                seal,
                sealedAttempt,
                commit,
                seal.isEmpty() || sealedAttempt == 0
                        ? ""
                        : "evidence/m" + milestone + "/" + name + "/" + sealedAttempt,
                built.stream().mapToLong(Attempt::millis).sum(),
                built.stream().mapToDouble(Attempt::costUsd).sum(),
                built.stream().mapToLong(Attempt::inputTokens).sum(),
                built.stream().mapToLong(Attempt::outputTokens).sum());
    }

    /** Whether it has failed for good, or would have by the run's end. */
    boolean isBroken() {
        return state == State.FAILED
                || state == State.RUNNING
                        && attempts.values().stream().allMatch(AttemptLog::hasEnded);
    }

    private State settle(List<Attempt> built, boolean open, boolean broken) {
        if (open || state != State.RUNNING && state != State.PENDING) {
            return state;
        }
        if (state == State.PENDING) {
            return broken ? State.BLOCKED : State.PENDING;
        }
        State last = built.isEmpty() ? State.INTERRUPTED : built.get(built.size() - 1).state();
        return last == State.FAILED ? State.FAILED : State.INTERRUPTED;
    }

    private static boolean isOfAttempt(Event event) {
        return switch (event.type()) {
            case SEALED, REUSED, WAIVED, FAILED -> false;
            default -> true;
        };
    }

    private void seal(Event event, State sealed) {
        state = sealed;
        seal = Values.text(event.data(), "seal");
        commit = Values.text(event.data(), "commit");
        sealedAttempt =
                event.attempt() > 0
                        ? event.attempt()
                        : (int) Values.number(event.data(), "attempt", 0);
        evidence = Values.evidence(event.data());
        failures.clear();
    }

    private void reuse(Event event) {
        seal(event, State.REUSED);
        String from = Values.text(event.data(), "run");
        reason = from.isEmpty() ? event.message() : "from run " + from;
    }

    private void fail(Event event) {
        failures.take(event);
        boolean blocked =
                !Values.failures(event).isEmpty()
                        && Values.failures(event).stream()
                                .allMatch(one -> one.cause() == Cause.PREREQUISITE);
        state = blocked ? State.BLOCKED : State.FAILED;
    }
}
