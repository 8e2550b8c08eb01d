package io.jenkins.plugins.lockstep.bench;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.EvidenceStore;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Places;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.RunPredicate;
import io.jenkins.plugins.lockstep.evidence.Subject;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sealing 1,000 files of 100 KiB (take, fsync, sign, append, settle) against reading and hashing
 * them with the JDK alone. Arguments: directories to measure in (a disk's, a memory file system's).
 */
public final class SealBench {
    private static final int FILES = 1000;
    private static final int SIZE = 100 << 10;
    private static final Digest SOME = Digest.of("some");
    private static final String COMMIT = "a".repeat(40);

    private final Path scratch;
    private final Ledger ledger;
    private final EvidenceStore store;
    private int attempt;

    private SealBench(Path scratch) throws Exception {
        this.scratch = scratch;
        this.ledger = Ledger.open(scratch.resolve(".lockstep"), "bench");
        this.store = new EvidenceStore(scratch.resolve(".lockstep"));
        ledger.append(
                Predicates.RUN, List.of(), new RunPredicate("bench", SOME, COMMIT, Map.of(), ""));
    }

    public static void main(String[] args) throws Exception {
        int rounds = Integer.getInteger("rounds", 15);
        for (String directory : args) {
            Path scratch = Files.createTempDirectory(Path.of(directory), "seal-bench");
            try {
                SealBench bench = new SealBench(scratch);
                Pairs pairs = Pairs.of(5, rounds, bench::hash, bench::seal);
                String where = Files.getFileStore(scratch).type();
                Row.atMost("(a) sealing 1,000 files of 100 KiB, on " + where, pairs, 1.15).print();
                Row.note("(a) the same in processor time", "", "", times(pairs.cpuRatio())).print();
                Pairs durable = Pairs.of(2, rounds, bench::hashAndFlush, bench::seal);
                Row.note(
                                "(a) the same against hashing and flushing them, which a seal"
                                        + " cannot do without",
                                Row.millis(durable.base()),
                                Row.millis(durable.ours()),
                                times(durable.ratio()))
                        .print();
                bench.ledger.close();
            } finally {
                AtomicFiles.deleteTree(scratch);
            }
        }
    }

    private static String times(double ratio) {
        return Row.format("%.2f×", ratio);
    }

    /** What an attempt left, which the disk has already. */
    private Path files() throws Exception {
        Path out = Files.createTempDirectory(scratch, "out");
        byte[] bytes = new byte[SIZE];
        new Random(++attempt).nextBytes(bytes);
        for (int i = 0; i < FILES; i++) {
            bytes[i] ^= 1;
            try (FileChannel channel =
                    FileChannel.open(
                            out.resolve("file" + i),
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(bytes));
                channel.force(true);
            }
        }
        return out;
    }

    private Cost hash() throws Exception {
        return hash(false);
    }

    private Cost hashAndFlush() throws Exception {
        return hash(true);
    }

    private Cost hash(boolean flush) throws Exception {
        Path files = files();
        Cost cost = Cost.of(() -> hash(files, flush));
        AtomicFiles.deleteTree(files);
        return cost;
    }

    private static void hash(Path files, boolean flush) throws Exception {
        byte[] block = new byte[1 << 16];
        List<byte[]> digests = new ArrayList<>();
        try (var names = Files.newDirectoryStream(files)) {
            for (Path file : names) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                try (InputStream in = Files.newInputStream(file)) {
                    for (int n = in.read(block); n >= 0; n = in.read(block)) {
                        digest.update(block, 0, n);
                    }
                }
                digests.add(digest.digest());
                if (flush) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                        channel.force(false);
                    }
                }
            }
        }
        if (digests.size() != FILES) {
            throw new IllegalStateException();
        }
    }

    private Cost seal() throws Exception {
        Path files = files();
        String place = Places.of(1, "bench", attempt);
        Cost cost = Cost.of(() -> seal(files, place));
        AtomicFiles.deleteTree(files);
        AtomicFiles.deleteTree(store.locate(place));
        return cost;
    }

    /** As {@code run.Sealer} does it. */
    private void seal(Path files, String place) throws Exception {
        List<Subject> subjects = new ArrayList<>(store.take(files, place, 1L << 40));
        subjects.add(Subject.commit(COMMIT, COMMIT));
        ledger.append(
                Predicates.PHASE,
                subjects,
                new PhasePredicate(
                        "bench", 1, "bench", attempt, SOME, SOME, COMMIT, COMMIT, List.of(),
                        List.of(), null, "", "", null));
        store.settle(place);
    }
}
