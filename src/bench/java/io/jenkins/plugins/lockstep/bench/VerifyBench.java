package io.jenkins.plugins.lockstep.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.evidence.AgentRecord;
import io.jenkins.plugins.lockstep.evidence.CommitCheck;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Envelope;
import io.jenkins.plugins.lockstep.evidence.Head;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.ProgressView;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.SigningKey;
import io.jenkins.plugins.lockstep.evidence.Statement;
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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Verifying ledgers of 10,000 and 100,000 seals against checking their signatures alone. Run with
 * -Xmx256m. Arguments: a directory (a memory file system's, since the ledger is made by appending),
 * then the numbers of seals.
 */
public final class VerifyBench {
    private static final Digest SOME = Digest.of("some");
    private static final String HEAD = "application/vnd.lockstep.head+json";
    private static final String COMMIT = "a".repeat(40);

    private final Path lockstep;
    private final Path bare;
    private final int seals;
    private VerifyingKey key;

    private VerifyBench(Path scratch, int seals) {
        this.lockstep = scratch.resolve(".lockstep");
        this.bare = scratch.resolve("bare");
        this.seals = seals;
    }

    public static void main(String[] args) throws Exception {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        List<Double> each = new ArrayList<>();
        for (int i = 1; i < args.length; i++) {
            int seals = Integer.parseInt(args[i]);
            Pairs pairs = measure(Path.of(args[0]), seals);
            String what = Row.format("(d) verifying %,d seals, heap %d MiB", seals, heap);
            Row.atMost(what + ", one thread each", pairs, 1.3).print();
            Row.note(
                            "(d) the same in processor time",
                            "",
                            "",
                            Row.format("%.2f×", pairs.cpuRatio()))
                    .print();
            each.add(pairs.ours() / seals);
        }
        double growth = each.get(each.size() - 1) / each.get(0);
        Row.atMost(
                        "(d) linear: time per seal, fewest against most seals",
                        each.get(0),
                        each.get(each.size() - 1),
                        growth,
                        1.1)
                .print();
    }

    private static Pairs measure(Path directory, int seals) throws Exception {
        Path scratch = Files.createTempDirectory(directory, "verify-bench");
        try {
            VerifyBench bench = new VerifyBench(scratch, seals);
            bench.make();
            bench.extract();
            System.out.println("made " + seals);
            int warmups = seals > 50_000 ? 0 : 1;
            int rounds = Integer.getInteger("rounds", seals > 50_000 ? 1 : 5);
            return Pairs.of(
                    warmups,
                    rounds,
                    () -> Cost.of(bench::signatures),
                    () -> Cost.of(() -> bench.verify(1)));
        } finally {
            AtomicFiles.deleteTree(scratch);
        }
    }

    /**
     * Eleven phases, each standing on the one before, in attempt after attempt. Line by line as
     * {@code Ledger.append} makes it, but without bringing each to the disk; {@code head.json} and
     * {@code progress.json} are written at the end alone.
     */
    private void make() throws Exception {
        SigningKey signing = SigningKey.generate();
        key = signing.verifyingKey();
        Files.createDirectories(lockstep);
        ProgressView view = new ProgressView();
        try (OutputStream ledger =
                new BufferedOutputStream(Files.newOutputStream(lockstep.resolve("ledger.jsonl")))) {
            RunPredicate run = new RunPredicate("r1", SOME, COMMIT, Map.of(), "");
            append(ledger, view, signing, Predicates.RUN, List.of(), run);
            List<Subject> subjects = List.of(Subject.commit(COMMIT, COMMIT));
            List<Material> before = List.of();
            for (int i = 0; i < seals - 1; i++) {
                PhasePredicate phase = phase(i % 11, 1 + i / 11, before);
                append(ledger, view, signing, Predicates.PHASE, subjects, phase);
                before = List.of(Material.of(phase, view.head().digest()));
            }
        }
        byte[] head = Json.canonical(view.head());
        Files.write(lockstep.resolve("head.json"), Envelope.sign(HEAD, head, signing).toBytes());
        Files.write(lockstep.resolve("progress.json"), view.toBytes());
    }

    private static void append(
            OutputStream ledger,
            ProgressView view,
            SigningKey signing,
            String type,
            List<Subject> subjects,
            Object predicate)
            throws Exception {
        Head last = view.head();
        ObjectNode node = Json.mapper().valueToTree(predicate);
        node.putObject("ledger")
                .put("sequence", last.sequence() + 1)
                .put("previous", last.digest().toString());
        Statement statement = new Statement(subjects, type, node);
        byte[] line = Envelope.sign(Envelope.IN_TOTO, statement.toBytes(), signing).toBytes();
        ledger.write(line);
        ledger.write('\n');
        view.add(new Entry(last.sequence() + 1, Digest.of(line), last.digest(), statement));
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

    private void signatures() throws Exception {
        String pem = key.toPem().replaceAll("-----[A-Z ]+-----|\\s", "");
        PublicKey publicKey =
                KeyFactory.getInstance("Ed25519")
                        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
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
    }

    private void verify(int threads) throws Exception {
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

                    @Override
                    public Map<String, String> altered(Map<String, String> commits) {
                        return Map.of();
                    }
                };
        Verification verification =
                Verifier.with(key).withCommits(git).withThreads(threads).verify(lockstep);
        if (!verification.ok() || verification.counts().seals() != seals) {
            throw new IllegalStateException(verification.toString());
        }
    }
}
