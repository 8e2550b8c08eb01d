package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.base.Versions;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.EvidenceRefusedException;
import io.jenkins.plugins.lockstep.evidence.EvidenceStore;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.LedgerBrokenException;
import io.jenkins.plugins.lockstep.evidence.Places;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns a proven attempt into a seal: evidence in place, commit kept, one line in the ledger, in
 * that order, so that a kill between them leaves nothing that counts.
 */
final class Sealer {
    /** What an agent gets of earlier evidence: what people write, not logs. */
    private static final long MOST_INPUT_BYTES = 1 << 20;

    private final String run;
    private final Home home;
    private final Plan plan;
    private final ObjectStore store;
    private final Ledger ledger;
    private final EvidenceStore evidence;
    private final Clock clock;
    private final SealIndex index = new SealIndex();
    private String began = "";

    /**
     * Reads the ledger's entries in.
     *
     * @throws LedgerBrokenException if a sealed commit, or something in it, is gone or is not what
     *     it was, or there is evidence that no entry names
     */
    Sealer(String run, Home home, Plan plan, ObjectStore store, Ledger ledger, Clock clock)
            throws IOException, InterruptedException {
        this.run = run;
        this.home = home;
        this.plan = plan;
        this.store = store;
        this.ledger = ledger;
        this.clock = clock;
        this.evidence = new EvidenceStore(home.directory());
        evidence.recover(ledger);
        List<Sealed> seals = new ArrayList<>();
        for (Entry entry : ledger.entries()) {
            index.add(entry).ifPresent(seals::add);
        }
        Optional<EvidenceIntegrity.Broken> altered = EvidenceIntegrity.altered(store, seals, index);
        if (altered.isPresent()) {
            throw new LedgerBrokenException(
                    altered.get().of().sequence(), altered.get().failure().message());
        }
        evidence.refuseUnnamed(ledger);
    }

    /** Begins the run in the ledger, and says there which phases are switched off and why. */
    void begin(String base) throws IOException {
        began = base;
        List<Ledger.Draft> entries =
                new Beginning(run, plan).entries(base, Versions.lockstep(), index, clock.instant());
        for (Entry entry : ledger.append(entries)) {
            index.add(entry);
        }
    }

    SealIndex index() {
        return index;
    }

    /** Where the target branch was when the run began. */
    String began() {
        return began;
    }

    /** What an event tells of a seal. */
    Map<String, Object> data(Sealed sealed) throws IOException {
        Path directory = home.evidence(sealed.milestone(), sealed.node(), sealed.attempt());
        List<Map<String, Object>> evidence = new ArrayList<>();
        for (Subject subject : sealed.subjects()) {
            if (subject.isFile()) {
                evidence.add(
                        Map.of(
                                "name",
                                subject.name(),
                                "digest",
                                "sha256:" + subject.digest().get(Subject.SHA256),
                                "size",
                                Files.size(directory.resolve(subject.name()))));
            }
        }
        return Map.of(
                "seal", sealed.seal().toString(),
                "commit", sealed.commit(),
                "run", sealed.run(),
                "attempt", sealed.attempt(),
                "evidence", evidence);
    }

    /** One more than any attempt of that phase so far, sealed or failed. */
    int nextAttempt(int milestone, String node) throws IOException {
        Path failed = home.failed(milestone, node, 1).getParent();
        Path sealed = home.evidence(milestone, node, 1).getParent();
        int last = Math.max(Places.lastAttempt(failed), Places.lastAttempt(sealed));
        return Math.max(last, index.lastAttempt(milestone, node)) + 1;
    }

    /**
     * Commits that a milestone left on the target branch, in their order, that of a run killed
     * before its seal included.
     */
    Set<String> ownCommits(int milestone) throws IOException, InterruptedException {
        Set<String> commits = new LinkedHashSet<>(index.commits(milestone));
        store.kept(CommitPhase.pending(milestone)).ifPresent(commits::add);
        return commits;
    }

    /**
     * Gives the attempt copies of what earlier phases left for people, and their seals' digests.
     */
    void inputs(Path in, Map<String, Sealed> ancestors) throws IOException {
        Map<String, String> seals = new TreeMap<>();
        for (Sealed sealed : ancestors.values()) {
            seals.put(sealed.node(), sealed.seal().toString());
            Path to = Files.createDirectory(in.resolve(sealed.node()));
            Path from = home.evidence(sealed.milestone(), sealed.node(), sealed.attempt());
            try (var files = Files.list(from)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    if (Files.isRegularFile(file) && Files.size(file) <= MOST_INPUT_BYTES) {
                        Files.copy(file, to.resolve(file.getFileName().toString()));
                    }
                }
            }
        }
        Files.write(in.resolve("seals.json"), Json.pretty(seals));
    }

    Sealed seal(
            AttemptSpec spec,
            Digest key,
            List<Sealed> materials,
            AttemptResult result,
            AttemptDirectory directory)
            throws IOException, InterruptedException {
        Evidence.write(result, directory);
        List<Subject> subjects = place(spec, result, directory);
        Entry entry =
                ledger.append(
                        Predicates.PHASE,
                        subjects,
                        Evidence.phase(plan, spec, key, materials, result));
        evidence.settle(place(spec));
        return index.add(entry).orElseThrow();
    }

    Sealed sealGate(
            AttemptSpec place,
            Node gate,
            Digest key,
            List<Sealed> branches,
            List<String> members,
            AttemptResult result,
            AttemptDirectory directory)
            throws IOException, InterruptedException {
        Evidence.write(result, directory);
        List<Subject> subjects = place(place, result, directory);
        Entry entry =
                ledger.append(
                        Predicates.GATE,
                        subjects,
                        Evidence.gate(place, gate, key, branches, members, result));
        evidence.settle(place(place));
        return index.add(entry).orElseThrow();
    }

    private static String place(AttemptSpec spec) {
        return Places.of(spec.milestone(), spec.phase(), spec.attempt());
    }

    /**
     * Brings evidence and commit to where the seal will name them. The attempt's processes have
     * ended, so its files are moved, not copied.
     */
    private List<Subject> place(AttemptSpec spec, AttemptResult result, AttemptDirectory directory)
            throws IOException, InterruptedException {
        List<Subject> subjects;
        try {
            subjects =
                    new ArrayList<>(
                            evidence.take(
                                    directory.evidence(),
                                    place(spec),
                                    plan.limits().evidenceBytes()));
        } catch (EvidenceRefusedException e) {
            throw new IOException("our own evidence is refused: " + e.getMessage(), e);
        }
        store.keep("refs/lockstep/sealed/" + spec.id(), result.commit());
        subjects.add(Subject.commit(result.commit(), store.tree(result.commit())));
        return subjects;
    }

    /** Keeps what a failed attempt left, apart from what is sealed. */
    void keepFailed(AttemptSpec spec, AttemptResult result, AttemptDirectory directory)
            throws IOException {
        Evidence.write(result, directory);
        Files.write(directory.evidence().resolve("failure.json"), Json.pretty(result.failures()));
        Path to = home.failed(spec.milestone(), spec.phase(), spec.attempt());
        Files.createDirectories(to.getParent());
        Files.move(directory.evidence(), to);
    }

    void discard(AttemptDirectory directory) throws IOException {
        AtomicFiles.deleteTree(directory.root());
    }

    /** What is wrong with the evidence of a seal, if anything is. */
    Optional<Failure> broken(Sealed sealed) throws IOException {
        return EvidenceIntegrity.check(
                home.evidence(sealed.milestone(), sealed.node(), sealed.attempt()), sealed);
    }
}
