package io.jenkins.plugins.lockstep.jenkins.page;

import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.EvidenceFormatException;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Places;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** One line of the page's table. */
public final class EvidenceRow {
    private final int milestone;
    private final String phase;
    private final int attempt;
    private final String state;
    private final String detail;
    private final String place;
    private final String time;
    private final String cost;

    EvidenceRow(
            int milestone,
            String phase,
            int attempt,
            String state,
            String detail,
            String place,
            String time,
            String cost) {
        this.milestone = milestone;
        this.phase = phase;
        this.attempt = attempt;
        this.state = state;
        this.detail = detail;
        this.place = place;
        this.time = time;
        this.cost = cost;
    }

    /** Of an entry that is a seal. */
    static Optional<EvidenceRow> sealed(Entry entry) throws EvidenceFormatException {
        Proof proof = Proof.of(entry.statement());
        if (proof == null) {
            return Optional.empty();
        }
        boolean here = proof.takenOver() == null;
        String cost =
                proof instanceof PhasePredicate phase && phase.agent() != null
                        ? String.format(java.util.Locale.ROOT, "%.2f", phase.agent().costUsd())
                        : "";
        return Optional.of(
                new EvidenceRow(
                        proof.milestone(),
                        proof.phase(),
                        proof.attempt(),
                        here ? "proven" : "proven in " + proof.takenOver().origin(),
                        entry.digest().toString(),
                        "lockstep/" + Places.of(proof.milestone(), proof.phase(), proof.attempt()),
                        here ? time(proof) : "",
                        cost));
    }

    private static String time(Proof proof) {
        String started = proof instanceof PhasePredicate phase ? phase.started() : "";
        String ended = proof instanceof PhasePredicate phase ? phase.ended() : "";
        try {
            return Duration.between(Instant.parse(started), Instant.parse(ended)).toSeconds()
                    + " s";
        } catch (DateTimeParseException e) {
            return "";
        }
    }

    public int getMilestone() {
        return milestone;
    }

    public String getPhase() {
        return phase;
    }

    public int getAttempt() {
        return attempt;
    }

    public String getState() {
        return state;
    }

    /** The seal, or why it failed. */
    public String getDetail() {
        return detail;
    }

    /** Where its files are among the artifacts. */
    public String getPlace() {
        return place;
    }

    public String getTime() {
        return time;
    }

    public String getCost() {
        return cost;
    }
}
