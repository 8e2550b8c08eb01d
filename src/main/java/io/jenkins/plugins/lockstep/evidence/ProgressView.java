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
        Statement statement = entry.statement();
        try {
            add(
                    entry,
                    Proof.of(statement),
                    statement.predicateType().equals(Predicates.RUN)
                            ? statement.predicate(RunPredicate.class)
                            : null,
                    statement.predicateType().equals(Predicates.WAIVER)
                            ? statement.predicate(WaiverPredicate.class)
                            : null);
        } catch (EvidenceFormatException e) {
            head = entry.head();
        }
    }

    /** The same with what was read already; what the entry is not is null. */
    void add(Entry entry, Proof proof, RunPredicate begun, WaiverPredicate waiver) {
        head = entry.head();
        if (begun != null) {
            run = begun;
            counts.runs++;
        } else if (proof instanceof PhasePredicate phase && !proof.isWorkOnly()) {
            Double cost = phase.agent() == null ? null : phase.agent().costUsd();
            put(entry, phase, phase.started(), phase.ended(), cost);
            counts.phases++;
            counts.costUsd += cost == null ? 0 : cost;
        } else if (proof instanceof GatePredicate gate) {
            put(entry, gate, gate.started(), gate.ended(), null);
            counts.gates++;
        } else if (waiver != null) {
            waivers.computeIfAbsent(waiver.milestone(), m -> new TreeMap<>())
                    .put(waiver.phase(), waiver.reason());
            counts.waivers++;
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
