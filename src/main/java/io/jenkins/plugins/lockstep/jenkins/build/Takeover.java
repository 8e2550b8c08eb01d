package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.attempt.AttemptRunner;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.EvidenceFormatException;
import io.jenkins.plugins.lockstep.evidence.GatePredicate;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Places;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.evidence.TakenOver;
import io.jenkins.plugins.lockstep.run.SealIndex;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes seals over from earlier builds of the job, when their content key fits and nothing about
 * them is broken.
 */
public final class Takeover {
    private final BuildRun run;
    private final Run<?, ?> build;
    private final TaskListener listener;

    public Takeover(BuildRun run, Run<?, ?> build, TaskListener listener) {
        this.run = run;
        this.build = build;
        this.listener = listener;
    }

    /**
     * The seal for that key, now in this build's ledger too; nothing if no earlier build has one
     * that holds.
     */
    public Optional<Sealed> find(BuildGraph.Open open) throws IOException, InterruptedException {
        for (String id : run.earlier(this::keys).getOrDefault(open.key(), List.of())) {
            Run<?, ?> earlier = Run.fromExternalizableId(id);
            if (earlier != null) {
                Optional<Sealed> taken = from(earlier, open);
                if (taken.isPresent()) {
                    return taken;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Which earlier builds say to have a seal for a key, the latest first. Nothing is believed of
     * it yet.
     */
    private Map<Digest, List<String>> keys() {
        Map<Digest, List<String>> keys = new HashMap<>();
        for (Run<?, ?> earlier : EarlierBuilds.of(build)) {
            EarlierLedger ledger = new EarlierLedger(EarlierBuilds.files(earlier));
            try {
                SealIndex seals = new SealIndex();
                for (Entry entry : ledger.entries()) {
                    seals.add(entry)
                            .ifPresent(
                                    one ->
                                            keys.computeIfAbsent(
                                                            one.contentKey(),
                                                            key -> new ArrayList<>())
                                                    .add(earlier.getExternalizableId()));
                }
            } catch (IOException e) {
                EarlierLedger.unreadable(earlier, e, listener);
            }
        }
        return keys;
    }

    private Optional<Sealed> from(Run<?, ?> earlier, BuildGraph.Open open)
            throws IOException, InterruptedException {
        BuildFiles files = EarlierBuilds.files(earlier);
        SealIndex seals = new SealIndex();
        Entry found = null;
        try {
            for (Entry entry : new EarlierLedger(files).signed()) {
                Optional<Sealed> sealed = seals.add(entry);
                if (sealed.isPresent() && sealed.get().contentKey().equals(open.key())) {
                    found = entry;
                }
            }
        } catch (EvidenceFormatException e) {
            EarlierLedger.unreadable(earlier, e, listener);
            return Optional.empty();
        }
        return found == null
                ? Optional.empty()
                : take(earlier, files, found, seals.find(open.key()).orElseThrow());
    }

    private Optional<Sealed> take(Run<?, ?> earlier, BuildFiles files, Entry entry, Sealed old)
            throws IOException, InterruptedException {
        Optional<String> broken = new Artifacts(earlier).broken(old);
        if (broken.isPresent()) {
            log("not taken over from " + earlier + ": " + broken.get());
            return Optional.empty();
        }
        Copied copied = copy(earlier, files, old);
        Proof proof = Proof.of(entry.statement());
        TakenOver from = new TakenOver(origin(proof, earlier), old.seal(), false);
        Sealed sealed = append(entry, renewed(proof, copied.attempt(), from)).orElseThrow();
        log(
                old.node()
                        + " was sealed in "
                        + from.origin()
                        + " for the same content, and is taken over ("
                        + old.seal()
                        + ")");
        Files.delete(copied.mark());
        run.story().takenOver(sealed, from.origin(), copied.sizes());
        bringWritten(proof, sealed);
        return Optional.of(sealed);
    }

    /** A later build finds in what a text was first sealed as what it may cite. */
    private void bringWritten(Proof proof, Sealed sealed) throws IOException, InterruptedException {
        if (sealed.subjects().stream().noneMatch(one -> AttemptRunner.OWED.contains(one.name()))) {
            return;
        }
        String own = Material.name(sealed.milestone(), sealed.node());
        for (Material material : proof.materials()) {
            if (material.name().equals(own)) {
                try {
                    work(
                            run.earlierSeals(() -> EarlierSeals.of(build, listener)),
                            material.digest());
                } catch (Refusal e) {
                    log(e.getMessage());
                }
            }
        }
    }

    /**
     * A seal of another content, in this build's ledger as what an attempt began with; if it was
     * made in this build, itself.
     *
     * @throws Refusal if its evidence is not there any more as it was sealed
     */
    Sealed work(EarlierSeals seals, Digest seal) throws IOException, InterruptedException {
        synchronized (run) {
            Optional<Sealed> known = run.index().sealNamed(seal.toString());
            if (known.isPresent()) {
                requireWhole(build, known.get());
                return known.get();
            }
            Run<?, ?> earlier =
                    seals.holder(seal).orElseThrow(() -> gone(seal, "its build is gone"));
            BuildFiles files = EarlierBuilds.files(earlier);
            Entry entry =
                    new EarlierLedger(files)
                            .sealed(seal)
                            .orElseThrow(() -> gone(seal, earlier + " does not have it any more"));
            Sealed old = seals.index().sealNamed(seal.toString()).orElseThrow();
            requireWhole(earlier, old);
            Copied copied = copy(earlier, files, old);
            Proof proof = Proof.of(entry.statement());
            Bundles.bring(files, proof.baseCommit(), run.files());
            TakenOver from = new TakenOver(origin(proof, earlier), seal, true);
            append(entry, renewed(proof, copied.attempt(), from));
            Files.delete(copied.mark());
            return run.index().sealNamed(seal.toString()).orElseThrow();
        }
    }

    private static void requireWhole(Run<?, ?> holder, Sealed sealed) throws IOException {
        Optional<String> broken = new Artifacts(holder).broken(sealed);
        if (broken.isPresent()) {
            throw gone(sealed.seal(), broken.get());
        }
    }

    private static Refusal gone(Digest seal, String why) {
        return new Refusal(Cause.EVIDENCE_BROKEN, "what was taken over (" + seal + "): " + why);
    }

    /**
     * Evidence that is among this build's artifacts too.
     *
     * @param mark to be deleted when it is sealed
     */
    private record Copied(int attempt, Map<String, Long> sizes, Path mark) {}

    private Copied copy(Run<?, ?> earlier, BuildFiles files, Sealed old)
            throws IOException, InterruptedException {
        Path staging = run.files().staging("taken-" + old.node().replace(':', '-'));
        AtomicFiles.deleteTree(staging);
        new Artifacts(earlier).fetch(old, staging);
        Map<String, Long> sizes = BuildStory.sizes(old.subjects(), staging);
        int attempt = run.takenAttempt(old);
        String place = Places.of(old.milestone(), old.node(), attempt);
        Path mark = run.files().unsealed(place);
        Files.createDirectories(mark);
        new Artifacts(build)
                .archive(staging, sizes.keySet(), Artifacts.sealedPlace(place), listener);
        AtomicFiles.deleteTree(staging);
        Bundles.bring(files, old.commit(), run.files());
        return new Copied(attempt, sizes, mark);
    }

    private static String origin(Proof proof, Run<?, ?> earlier) {
        return proof.takenOver() == null
                ? earlier.getExternalizableId()
                : proof.takenOver().origin();
    }

    private Optional<Sealed> append(Entry entry, Proof proof) throws IOException {
        return run.append(entry.statement().predicateType(), entry.statement().subjects(), proof);
    }

    private void log(String text) {
        listener.getLogger().println("Lockstep: " + text);
    }

    private Proof renewed(Proof proof, int attempt, TakenOver from) {
        if (proof instanceof PhasePredicate p) {
            return new PhasePredicate(
                    run.id(),
                    p.milestone(),
                    p.phase(),
                    attempt,
                    p.contentKey(),
                    p.planDigest(),
                    p.baseCommit(),
                    p.commit(),
                    p.materials(),
                    p.validators(),
                    p.agent(),
                    p.started(),
                    p.ended(),
                    from);
        }
        GatePredicate g = (GatePredicate) proof;
        return new GatePredicate(
                run.id(),
                g.milestone(),
                g.phase(),
                attempt,
                g.after(),
                g.members(),
                g.contentKey(),
                g.planDigest(),
                g.baseCommit(),
                g.commit(),
                g.materials(),
                g.validators(),
                g.started(),
                g.ended(),
                from);
    }
}
