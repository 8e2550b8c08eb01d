package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies a ledger and its evidence with the public key alone. Takes no lock and no more memory
 * for a long ledger than the names of what it seals. Immutable: each {@code with} gives another
 * one.
 */
public final class Verifier {
    private static final int MOST_THREADS = 4;

    private final VerifyingKey key;
    private final CommitCheck commits;
    private final GateRule rule;
    private final EvidenceSource source;

    /**
     * A run seals far more rarely than that; somebody who changes the head all the time is found.
     */
    private static final int MOST_LOOKS = 1_000;

    private final int threads;

    private Verifier(
            VerifyingKey key,
            CommitCheck commits,
            GateRule rule,
            EvidenceSource source,
            int threads) {
        this.key = key;
        this.commits = commits;
        this.rule = rule;
        this.source = source;
        this.threads = threads;
    }

    /** Checks seals, chain and evidence; git and the plan are left out. */
    public static Verifier with(VerifyingKey key) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        return new Verifier(key, null, null, null, threads);
    }

    /** Verifies a project's ledger and evidence, and its commits. */
    public static Verification verify(Path lockstepDir, VerifyingKey key, CommitCheck commits)
            throws IOException {
        return with(key).withCommits(commits).verify(lockstepDir);
    }

    /** Checks that the sealed commits are in git. */
    public Verifier withCommits(CommitCheck git) {
        return new Verifier(key, git, rule, source, threads);
    }

    /** Checks that each phase stands on what its plan demands. */
    public Verifier withRule(GateRule plan) {
        return new Verifier(key, commits, plan, source, threads);
    }

    /** Takes evidence from elsewhere than {@code evidence/} beside the ledger. */
    public Verifier withEvidence(EvidenceSource elsewhere) {
        return new Verifier(key, commits, rule, elsewhere, threads);
    }

    /**
     * @param count that check signatures at once; 1 for none but the caller's
     */
    public Verifier withThreads(int count) {
        return new Verifier(key, commits, rule, source, Math.max(1, count));
    }

    /**
     * Verifies what there is when this is called; a run may go on meanwhile. A last line that was
     * torn by a crash before it was sealed is no finding.
     *
     * @throws IOException if git or the source of the evidence fails, or the thread is interrupted;
     *     a ledger that can't be read is a finding
     */
    public Verification verify(Path lockstepDir) throws IOException {
        LedgerFiles files = new LedgerFiles(lockstepDir);
        VerificationCounter counter = new VerificationCounter();
        Findings findings = new Findings();
        // The order matters while a run goes on: what is looked at first is never ahead of the
        // rest. What is sealed after this was called is not looked at.
        EvidenceCheck evidence =
                new EvidenceCheck(
                        source == null ? new EvidenceStore(lockstepDir).source() : source, counter);
        Moment now = moment(files);
        HeadCheck head = HeadCheck.of(now.head(), key);
        ProgressCheck progress = ProgressCheck.of(now.progress(), head.sequence());
        List<Check> checks = checks(evidence, head, progress, counter);
        Seals.Extent extent = new Seals.Extent(now.bytes(), head.sequence());
        try (Seals seals = Seals.open(files.ledger(), key, threads, extent)) {
            for (Seal seal = seals.next(); seal != null; seal = seals.next()) {
                if (!seal.whole() && seal.position() > head.sequence()) {
                    break;
                }
                counter.seal(seal);
                for (Check check : checks) {
                    check.seal(seal, findings);
                }
            }
            seals.problem().ifPresent(findings::add);
        }
        for (Check check : checks) {
            check.end(findings);
        }
        List<Finding> list = findings.list();
        return new Verification(list.isEmpty(), list, counter.counts());
    }

    private record Moment(long bytes, LedgerFiles.Content head, LedgerFiles.Content progress) {}

    /** The files as they are between two seals: the head is the same before and after. */
    private static Moment moment(LedgerFiles files) throws IOException {
        for (int look = 1; ; look++) {
            long bytes = ledgerBytes(files);
            LedgerFiles.Content head = files.headContent();
            LedgerFiles.Content progress = files.progressContent();
            if (head.same(files.headContent()) || look == MOST_LOOKS) {
                return new Moment(bytes, head, progress);
            }
        }
    }

    /** Where that can't be told, all there is: reading the ledger then tells what is wrong. */
    private static long ledgerBytes(LedgerFiles files) {
        try {
            return files.ledgerBytes();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private List<Check> checks(
            EvidenceCheck evidence,
            HeadCheck head,
            ProgressCheck progress,
            VerificationCounter counter) {
        List<Check> checks =
                new ArrayList<>(
                        List.of(
                                new SignatureCheck(key),
                                new FormCheck(),
                                new ChainCheck(),
                                head,
                                new RunCheck(),
                                new AttemptCheck(),
                                new MaterialsCheck(rule),
                                evidence,
                                progress));
        if (commits != null) {
            checks.add(new CommitsCheck(commits, counter));
        }
        return checks;
    }
}
