package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Envelope;
import io.jenkins.plugins.lockstep.evidence.EvidenceFormatException;
import io.jenkins.plugins.lockstep.evidence.GatePredicate;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.evidence.TakenOver;
import io.jenkins.plugins.lockstep.evidence.VerifyingKey;
import io.jenkins.plugins.lockstep.run.SealIndex;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    /** How many builds back are looked at. */
    private static final int MOST_BUILDS = 50;

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
                Optional<Sealed> taken = from(earlier, new BuildFiles(directory(earlier)), open);
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
        Run<?, ?> earlier = build.getPreviousBuild();
        for (int n = 0;
                n < MOST_BUILDS && earlier != null;
                n++, earlier = earlier.getPreviousBuild()) {
            Path directory = directory(earlier);
            if (Files.exists(directory.resolve("ledger.jsonl"))) {
                try {
                    SealIndex seals = new SealIndex();
                    for (Entry entry : LedgerReader.read(directory)) {
                        Optional<Sealed> sealed = seals.add(entry);
                        if (sealed.isPresent()) {
                            keys.computeIfAbsent(
                                            sealed.get().contentKey(), key -> new ArrayList<>())
                                    .add(earlier.getExternalizableId());
                        }
                    }
                } catch (IOException e) {
                    listener.getLogger()
                            .println(
                                    "Lockstep: ledger of "
                                            + earlier
                                            + " can't be read: "
                                            + e.getMessage());
                }
            }
        }
        return keys;
    }

    private static Path directory(Run<?, ?> build) {
        return build.getRootDir().toPath().resolve("lockstep");
    }

    private Optional<Sealed> from(Run<?, ?> earlier, BuildFiles files, BuildGraph.Open open)
            throws IOException, InterruptedException {
        VerifyingKey key = ControllerKey.get().verifyingKey();
        SealIndex seals = new SealIndex();
        Entry found = null;
        try (BufferedReader lines =
                Files.newBufferedReader(files.ledger(), StandardCharsets.UTF_8)) {
            for (Entry entry : LedgerReader.read(files.root())) {
                String line = lines.readLine();
                if (line == null
                        || !Envelope.parse(line.getBytes(StandardCharsets.UTF_8)).isSignedBy(key)) {
                    break;
                }
                Optional<Sealed> sealed = seals.add(entry);
                if (sealed.isPresent() && sealed.get().contentKey().equals(open.key())) {
                    found = entry;
                }
            }
        } catch (EvidenceFormatException e) {
            listener.getLogger()
                    .println(
                            "Lockstep: ledger of " + earlier + " can't be read: " + e.getMessage());
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
            listener.getLogger()
                    .println("Lockstep: not taken over from " + earlier + ": " + broken.get());
            return Optional.empty();
        }
        Path staging = run.files().staging("taken-" + old.node().replace(':', '-'));
        AtomicFiles.deleteTree(staging);
        new Artifacts(earlier).fetch(old, staging);
        new Artifacts(build)
                .archive(
                        staging,
                        Artifacts.place(old.milestone(), old.node(), old.attempt()),
                        listener);
        AtomicFiles.deleteTree(staging);
        Path bundle = files.bundle(old.commit());
        if (Files.exists(bundle)) {
            Path to = run.files().bundle(old.commit());
            Files.createDirectories(to.getParent());
            Files.copy(bundle, to, StandardCopyOption.REPLACE_EXISTING);
        }
        Proof proof = Proof.of(entry.statement());
        TakenOver from =
                new TakenOver(
                        proof.takenOver() == null
                                ? earlier.getExternalizableId()
                                : proof.takenOver().origin(),
                        old.seal());
        Sealed sealed =
                run.append(
                                entry.statement().predicateType(),
                                entry.statement().subjects(),
                                renewed(proof, from))
                        .orElseThrow();
        listener.getLogger()
                .println(
                        "Lockstep: "
                                + old.node()
                                + " was sealed in "
                                + from.origin()
                                + " for the same content, and is taken over ("
                                + old.seal()
                                + ")");
        run.events(old.milestone(), old.node(), old.attempt())
                .emit(
                        Event.Type.REUSED,
                        "",
                        "",
                        "taken over from " + from.origin(),
                        Map.of(
                                "seal",
                                old.seal().toString(),
                                "commit",
                                old.commit(),
                                "run",
                                from.origin()));
        return Optional.of(sealed);
    }

    private Proof renewed(Proof proof, TakenOver from) {
        if (proof instanceof PhasePredicate p) {
            return new PhasePredicate(
                    run.id(),
                    p.milestone(),
                    p.phase(),
                    p.attempt(),
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
                g.attempt(),
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
