package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.EvidenceFormatException;
import io.jenkins.plugins.lockstep.evidence.GatePredicate;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.evidence.ValidatorRecord;
import io.jenkins.plugins.lockstep.evidence.WaiverPredicate;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a ledger's entries say, by content key and by place. Holds no evidence, a few hundred bytes
 * a seal.
 */
public final class SealIndex {
    /** The phase whose seals are commits on the target branch. */
    private static final String COMMIT = "commit";

    private static final String TESTS = "/test-counts";

    private final Map<Digest, Sealed> byKey = new HashMap<>();
    private final Map<String, Integer> lastAttempt = new HashMap<>();
    private final Map<Integer, String> lastBase = new HashMap<>();
    private final Map<Integer, Set<String>> commits = new HashMap<>();
    private final Set<String> waivers = new HashSet<>();
    private final Map<String, Deque<SealedWork>> works = new HashMap<>();
    private final Map<Digest, Digest> origins = new HashMap<>();
    private final Map<String, Sealed> bySeal = new HashMap<>();
    private final NavigableMap<Long, String> begun = new TreeMap<>();

    /**
     * Takes an entry in; gives its seal if it is one of a phase or gate. What is there only as work
     * of another ledger fits no key.
     */
    public synchronized Optional<Sealed> add(Entry entry) throws EvidenceFormatException {
        switch (entry.statement().predicateType()) {
            case Predicates.PHASE -> {
                PhasePredicate phase = entry.statement().predicate(PhasePredicate.class);
                if (phase.isWorkOnly()) {
                    remember(noted(entry, phase), phase);
                    return Optional.empty();
                }
                if (phase.phase().equals(COMMIT)) {
                    commits.computeIfAbsent(phase.milestone(), key -> new LinkedHashSet<>())
                            .add(phase.commit());
                }
                Sealed sealed = put(entry, phase);
                remember(sealed, phase);
                return Optional.of(sealed);
            }
            case Predicates.GATE -> {
                return Optional.of(put(entry, entry.statement().predicate(GatePredicate.class)));
            }
            case Predicates.RUN -> {
                RunPredicate run = entry.statement().predicate(RunPredicate.class);
                begun.put(entry.sequence(), run.baseCommit());
                return Optional.empty();
            }
            case Predicates.WAIVER -> {
                WaiverPredicate waiver = entry.statement().predicate(WaiverPredicate.class);
                waivers.add(waiver.phase() + "\n" + waiver.reason());
                return Optional.empty();
            }
            default -> {
                return Optional.empty();
            }
        }
    }

    private void remember(Sealed sealed, PhasePredicate phase) {
        SealedWork work =
                new SealedWork(
                        sealed,
                        phase.baseCommit(),
                        phase.planDigest(),
                        phase.materials(),
                        phase.agent() != null,
                        phase.agent() == null ? 0 : phase.agent().costUsd());
        if (work.prerequisites().isEmpty() && !phase.isWorkOnly()) {
            lastBase.put(phase.milestone(), phase.baseCommit());
        }
        works.computeIfAbsent(work.name(), key -> new ArrayDeque<>()).addFirst(work);
        // What an agent worked on is other work than what was taken over.
        if (phase.agent() == null) {
            phase.materials().stream()
                    .filter(material -> material.name().equals(work.name()))
                    .findFirst()
                    .ifPresent(taken -> origins.put(sealed.seal(), origin(taken.digest())));
        }
    }

    /** The last seal of a phase, whatever its key. */
    synchronized Optional<SealedWork> lastWork(int milestone, String phase) {
        return Optional.ofNullable(works.get(Material.name(milestone, phase)))
                .map(Deque::peekFirst);
    }

    /** All seals of a phase, the latest first. */
    public synchronized List<SealedWork> works(int milestone, String phase) {
        return List.copyOf(works.getOrDefault(Material.name(milestone, phase), new ArrayDeque<>()));
    }

    /** The seal under which the work was first sealed that this one took over; itself if none. */
    public synchronized Digest origin(Digest seal) {
        return origins.getOrDefault(seal, seal);
    }

    /**
     * Where the work was first sealed in the ledger: so branches whose work is taken over are
     * joined as they were before, and what was made on top of another still fits.
     */
    synchronized long firstSequence(Sealed sealed) {
        Sealed first = bySeal.get(origin(sealed.seal()).toString());
        return first == null ? sealed.sequence() : first.sequence();
    }

    /** Where the target branch was when the seal's run began; empty if the ledger does not say. */
    synchronized String began(Sealed sealed) {
        Map.Entry<Long, String> run = begun.floorEntry(sealed.sequence());
        return run == null ? "" : run.getValue();
    }

    /** The seal of that digest, as text. */
    public synchronized Optional<Sealed> sealNamed(String digest) {
        return Optional.ofNullable(bySeal.get(digest));
    }

    public synchronized Optional<Sealed> find(Digest contentKey) {
        return Optional.ofNullable(byKey.get(contentKey));
    }

    /** The highest number of a sealed attempt; 0 if there is none. */
    public synchronized int lastAttempt(int milestone, String node) {
        return lastAttempt.getOrDefault(milestone + "/" + node, 0);
    }

    /** Where the milestone started when its first phase was last sealed; null if that never was. */
    public synchronized String lastBase(int milestone) {
        return lastBase.get(milestone);
    }

    /** Commits that the milestone left on the target branch, as they were sealed. */
    public synchronized Set<String> commits(int milestone) {
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(commits.getOrDefault(milestone, Set.of())));
    }

    public synchronized boolean waived(String phase, String reason) {
        return waivers.contains(phase + "\n" + reason);
    }

    private Sealed put(Entry entry, Proof proof) {
        Sealed sealed = noted(entry, proof);
        byKey.put(proof.contentKey(), sealed);
        return sealed;
    }

    private Sealed noted(Entry entry, Proof proof) {
        String tree =
                entry.statement().subjects().stream()
                        .filter(Subject::isCommit)
                        .map(subject -> subject.digest().get(Subject.GIT_TREE))
                        .findFirst()
                        .orElse("");
        Digest seal = proof.takenOver() == null ? entry.digest() : proof.takenOver().seal();
        String run = proof.takenOver() == null ? proof.run() : proof.takenOver().origin();
        Sealed sealed =
                new Sealed(
                        run,
                        proof.milestone(),
                        proof.phase(),
                        proof.attempt(),
                        proof.contentKey(),
                        seal,
                        entry.sequence(),
                        proof.commit(),
                        tree,
                        entry.statement().subjects(),
                        tests(proof.validators()));
        bySeal.put(seal.toString(), sealed);
        lastAttempt.merge(proof.milestone() + "/" + proof.phase(), proof.attempt(), Math::max);
        return sealed;
    }

    /** A phase's tests are counted by the validator {@code <phase>/test-counts}. */
    private static Map<String, TestCounts> tests(List<ValidatorRecord> validators) {
        Map<String, TestCounts> figures = new HashMap<>();
        for (ValidatorRecord validator : validators) {
            if (validator.name().endsWith(TESTS)) {
                Map<String, Long> counts = validator.counts();
                figures.put(
                        validator.name().substring(0, validator.name().length() - TESTS.length()),
                        new TestCounts(
                                counts.getOrDefault("tests", 0L),
                                counts.getOrDefault("failed", 0L),
                                counts.getOrDefault("skipped", 0L)));
            }
        }
        return figures;
    }
}
