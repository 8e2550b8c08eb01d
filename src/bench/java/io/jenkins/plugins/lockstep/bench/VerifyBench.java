package io.jenkins.plugins.lockstep.bench;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.AgentRecord;
import io.jenkins.plugins.lockstep.evidence.CommitCheck;
import io.jenkins.plugins.lockstep.evidence.Envelope;
import io.jenkins.plugins.lockstep.evidence.EvidenceStore;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.SigningKey;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.evidence.ValidatorRecord;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.evidence.Verifier;
import io.jenkins.plugins.lockstep.evidence.VerifyingKey;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Verifying ledgers of 10,000 and 100,000 seals against checking their signatures alone. Run with
 * -Xmx256m. Arguments: a directory (a memory file system's, since the ledger is made by appending),
 * then the numbers of seals.
 */
public final class VerifyBench {
    private static final Digest SOME = Digest.of("some");
    private static final String COMMIT = "a".repeat(40);

    private final Path lockstep;
    private final Path bare;
    private final int seals;
    private final boolean files;
    private VerifyingKey key;

    private VerifyBench(Path scratch, int seals, boolean files) {
        this.lockstep = scratch.resolve(".lockstep");
        this.bare = scratch.resolve("bare");
        this.seals = seals;
        this.files = files;
    }

    public static void main(String[] args) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "heap %d MiB, %d processors%n",
                Runtime.getRuntime().maxMemory() >> 20,
                Runtime.getRuntime().availableProcessors());
        for (int i = 1; i < args.length; i++) {
            int seals = Integer.parseInt(args[i]);
            measure(Path.of(args[0]), seals, false);
            if (Boolean.getBoolean("files")) {
                measure(Path.of(args[0]), seals, true);
            }
        }
    }

    private static void measure(Path directory, int seals, boolean files) throws Exception {
        Path scratch = Files.createTempDirectory(directory, "verify-bench");
        try {
            VerifyBench bench = new VerifyBench(scratch, seals, files);
            bench.make();
            bench.extract();
            int rounds = seals > 50_000 ? 1 : 3;
            String what = seals + " seals" + (files ? " with a file each" : "");
            Pairs fair =
                    Pairs.of(
                            seals > 50_000 ? 0 : 1,
                            rounds,
                            bench::signatures,
                            () -> bench.verify(1));
            System.out.println(fair.line("verify " + what + ", one thread each", 1.3));
            Pairs whole = Pairs.of(0, rounds, bench::signatures, () -> bench.verify(4));
            System.out.println(whole.line("verify " + what + ", as it comes", 1.3));
        } finally {
            AtomicFiles.deleteTree(scratch);
        }
    }

    /** Eleven phases a milestone, each standing on the one before. */
    private void make() throws Exception {
        EvidenceStore store = new EvidenceStore(lockstep);
        SigningKey signing = SigningKey.generate();
        key = signing.verifyingKey();
        try (Ledger ledger = Ledger.open(lockstep, signing, "bench")) {
            ledger.append(
                    Predicates.RUN, List.of(), new RunPredicate("r1", SOME, COMMIT, Map.of(), ""));
            Material before = null;
            for (int i = 0; i < seals - 1; i++) {
                // Attempts of few phases, so that the view that each append writes stays small.
                PhasePredicate phase =
                        phase(i % 11, 1 + i / 11, before == null ? List.of() : List.of(before));
                List<Subject> subjects = new ArrayList<>(subjects(store, phase));
                before =
                        Material.of(
                                phase, ledger.append(Predicates.PHASE, subjects, phase).digest());
                if (files) {
                    store.settle(phase.place());
                }
            }
        }
    }

    private List<Subject> subjects(EvidenceStore store, PhasePredicate phase) throws Exception {
        Subject commit = Subject.commit(COMMIT, COMMIT);
        if (!files) {
            return List.of(commit);
        }
        Path out = Files.createTempDirectory(lockstep.getParent(), "out");
        Files.writeString(out.resolve("report.md"), "report of " + phase.place());
        List<Subject> subjects = new ArrayList<>(store.take(out, phase.place(), 1 << 20));
        AtomicFiles.deleteTree(out);
        subjects.add(commit);
        return subjects;
    }

    private PhasePredicate phase(int number, int attempt, List<Material> materials) {
        return new PhasePredicate(
                "r1",
                1,
                "phase" + number,
                attempt,
                SOME,
                SOME,
                COMMIT,
                COMMIT,
                materials,
                List.of(
                        new ValidatorRecord(
                                "checkstyle",
                                List.of("mvn", "-q", "checkstyle:check"),
                                0,
                                SOME,
                                Map.of("issues", 0L),
                                1234)),
                new AgentRecord(
                        List.of("claude", "-p"),
                        List.of("opus"),
                        3,
                        12_345,
                        2_345,
                        0.5,
                        "bubblewrap"),
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:01:00Z",
                null);
    }

    /** What is signed, and the signatures, without anything around them. */
    private void extract() throws Exception {
        try (BufferedReader lines = Files.newBufferedReader(lockstep.resolve("ledger.jsonl"));
                DataOutputStream out =
                        new DataOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(bare), 1 << 16))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Envelope envelope = Envelope.parse(line.getBytes());
                byte[] signed = Envelope.pae(envelope.payloadType(), envelope.payload());
                int from = line.indexOf("\"sig\":\"") + 7;
                byte[] signature =
                        Base64.getDecoder().decode(line.substring(from, line.indexOf('"', from)));
                out.writeInt(signed.length);
                out.write(signed);
                out.write(signature);
            }
        }
    }

    private Pairs.Time signatures() throws Exception {
        String pem = key.toPem().replaceAll("-----[A-Z ]+-----|\\s", "");
        PublicKey publicKey =
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
        Pairs.Watch watch = new Pairs.Watch();
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(publicKey);
        byte[] signature = new byte[64];
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(bare), 1 << 16))) {
            for (int i = 0; i < seals; i++) {
                byte[] signed = new byte[in.readInt()];
                in.readFully(signed);
                in.readFully(signature);
                verifier.update(signed);
                if (!verifier.verify(signature)) {
                    throw new IllegalStateException();
                }
            }
        }
        return watch.stop();
    }

    private Pairs.Time verify(int threads) throws Exception {
        CommitCheck git =
                new CommitCheck() {
                    @Override
                    public boolean exists(String commit) {
                        return true;
                    }

                    @Override
                    public String tree(String commit) {
                        return COMMIT;
                    }

                    @Override
                    public boolean isAncestor(String ancestor, String descendant) {
                        return true;
                    }
                };
        Pairs.Watch watch = new Pairs.Watch();
        Verification verification =
                Verifier.with(key).withCommits(git).withThreads(threads).verify(lockstep);
        Pairs.Time time = watch.stop();
        if (!verification.ok() || verification.counts().seals() != seals) {
            throw new IllegalStateException(verification.toString());
        }
        return time;
    }
}
