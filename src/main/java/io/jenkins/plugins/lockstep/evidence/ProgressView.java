package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a ledger says up to one of its entries, in short: the content of {@code progress.json}. It
 * depends on those entries alone, to the byte. Its size grows with milestones and phases, not with
 * entries.
 */
public final class ProgressView {
    private Head head = Head.NONE;
    private RunPredicate run;
    private final Counts counts = new Counts();
    private final Map<Integer, Map<String, Phase>> milestones = new TreeMap<>();
    private final Map<Integer, Map<String, String>> waivers = new TreeMap<>();

    /** The last seal of a phase or gate. */
    public record Phase(
            int attempt,
            long sequence,
            Digest seal,
            String run,
            Digest contentKey,
            String baseCommit,
            String commit,
            String started,
            String ended,
            Double costUsd,
            TakenOver takenOver) {}

    /** The whole view, as it is written; {@code waivers} are reasons by milestone and phase. */
    public record Content(
            Head head,
            RunPredicate run,
            Map<String, Long> counts,
            double costUsd,
            Map<Integer, Map<String, Phase>> milestones,
            Map<Integer, Map<String, String>> waivers) {}

    private static final class Counts {
        private long runs;
        private long phases;
        private long gates;
        private long waivers;
        private double costUsd;
    }

    /** Reads what {@link #toBytes} wrote. */
    public static Content parse(byte[] bytes) throws EvidenceFormatException {
        try {
            return Json.read(bytes, Content.class);
        } catch (java.io.IOException e) {
            throw new EvidenceFormatException(
                    "not a progress view: " + EnvelopeReader.firstLine(e), e);
        }
    }

    /** Goes on by one entry. One whose predicate can't be read counts as an entry only. */
    public void add(Entry entry) {
        head = entry.head();
        try {
            Statement statement = entry.statement();
            switch (statement.predicateType()) {
                case Predicates.RUN -> {
                    run = statement.predicate(RunPredicate.class);
                    counts.runs++;
                }
                case Predicates.PHASE -> {
                    PhasePredicate phase = statement.predicate(PhasePredicate.class);
                    Double cost = phase.agent() == null ? null : phase.agent().costUsd();
                    put(entry, phase, phase.started(), phase.ended(), cost);
                    counts.phases++;
                    counts.costUsd += cost == null ? 0 : cost;
                }
                case Predicates.GATE -> {
                    GatePredicate gate = statement.predicate(GatePredicate.class);
                    put(entry, gate, gate.started(), gate.ended(), null);
                    counts.gates++;
                }
                case Predicates.WAIVER -> {
                    WaiverPredicate waiver = statement.predicate(WaiverPredicate.class);
                    waivers.computeIfAbsent(waiver.milestone(), m -> new TreeMap<>())
                            .put(waiver.phase(), waiver.reason());
                    counts.waivers++;
                }
                default -> {
                    // A later version's: the head alone counts it.
                }
            }
        } catch (EvidenceFormatException e) {
            // The verifier names it; a view can only leave it out.
        }
    }

    private void put(Entry entry, Proof proof, String started, String ended, Double cost) {
        milestones
                .computeIfAbsent(proof.milestone(), m -> new TreeMap<>())
                .put(
                        proof.phase(),
                        new Phase(
                                proof.attempt(),
                                entry.sequence(),
                                entry.digest(),
                                proof.run(),
                                proof.contentKey(),
                                proof.baseCommit(),
                                proof.commit(),
                                started,
                                ended,
                                cost,
                                proof.takenOver()));
    }

    public Head head() {
        return head;
    }

    public Content content() {
        return new Content(
                head,
                run,
                Map.of(
                        "runs", counts.runs,
                        "phases", counts.phases,
                        "gates", counts.gates,
                        "waivers", counts.waivers),
                counts.costUsd,
                milestones,
                waivers);
    }

    /** The bytes of {@code progress.json}. */
    public byte[] toBytes() {
        return Json.canonical(content());
    }
}
