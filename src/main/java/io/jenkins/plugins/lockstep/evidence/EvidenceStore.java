package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The evidence beside a ledger. What is collected waits in {@code incoming/} until its seal is in
 * the ledger, and only then moves to {@code evidence/}: so {@code evidence/} never holds what no
 * seal names, whenever a crash comes. For the one who holds the ledger.
 *
 * <p>The order: {@link #collect}, {@link Ledger#append}, {@link #settle}; after opening a ledger,
 * {@link #recover}. Safe for use by many threads, each at another phase.
 */
public final class EvidenceStore {
    private final LedgerFiles files;

    public EvidenceStore(Path lockstepDir) {
        this.files = new LedgerFiles(lockstepDir);
    }

    /** Where the verifier finds evidence. */
    public EvidenceSource source() {
        return new EvidenceDirectory(files.evidence(), files.incoming());
    }

    /** Where the evidence of a place is, sealed or about to be; it may not exist. */
    public Path locate(String place) {
        Path settled = files.evidence().resolve(place);
        return Files.isDirectory(settled) ? settled : files.incoming().resolve(place);
    }

    /**
     * Collects an attempt's evidence, as {@link EvidenceCollector#collect} does, to be sealed.
     *
     * @param place as {@link Places#of} gives it
     */
    public List<Subject> collect(Path from, String place, long maxBytes) throws IOException {
        return EvidenceCollector.collect(from, clear(place), maxBytes);
    }

    /** The same as {@link EvidenceCollector#take} does it: {@code from} is moved. */
    public List<Subject> take(Path from, String place, long maxBytes) throws IOException {
        return EvidenceCollector.take(from, clear(place), maxBytes);
    }

    /** The parent is made here, so that no other attempt's end takes it away again. */
    private synchronized Path clear(String place) throws IOException {
        if (Files.exists(files.evidence().resolve(place), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("there is sealed evidence in " + place + " already");
        }
        Path to = files.incoming().resolve(place);
        AtomicFiles.deleteTree(to);
        Files.createDirectories(to.getParent());
        return to;
    }

    /** Moves what is now sealed to its place; does nothing if there is nothing to move. */
    public void settle(String place) throws IOException {
        Path from = files.incoming().resolve(place);
        if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path to = files.evidence().resolve(place);
        Files.createDirectories(to.getParent());
        ReadOnly.release(from);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        ReadOnly.directory(to);
        AtomicFiles.fsyncDirectory(to.getParent());
        prune(from.getParent());
    }

    private synchronized void prune(Path emptied) throws IOException {
        try {
            Files.delete(emptied);
            Files.delete(emptied.getParent());
        } catch (DirectoryNotEmptyException e) {
            // Another attempt's evidence waits there.
        }
    }

    /**
     * Refuses a ledger that is an older copy of itself: its lines are sound and their head fits,
     * but there is evidence of what was sealed since. No crash leaves that, after {@link #recover}.
     *
     * @throws LedgerBrokenException naming the first place that no entry names
     */
    public void refuseUnnamed(Ledger ledger) throws IOException {
        Set<String> unnamed = new TreeSet<>(source().contents().places());
        try (LedgerReader reader = ledger.reader()) {
            for (Optional<Entry> e = reader.next(); e.isPresent(); e = reader.next()) {
                Proof proof = Proof.of(e.get().statement());
                if (proof != null) {
                    unnamed.remove(proof.place());
                }
            }
        }
        if (!unnamed.isEmpty()) {
            throw new LedgerBrokenException(
                    ledger.head().sequence() + 1,
                    files.evidence().resolve(unnamed.iterator().next())
                            + " is there, but no seal up to the ledger's last entry "
                            + ledger.head().sequence()
                            + " names it: either the ledger was put back to an older copy, or"
                            + " somebody added the evidence");
        }
    }

    /**
     * Clears {@code incoming/} after a crash: what the ledger names is moved to its place, the rest
     * was never sealed and is removed.
     *
     * @param ledger the one that was just opened
     */
    public void recover(Ledger ledger) throws IOException {
        if (!Files.exists(files.incoming(), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Set<String> waiting =
                new HashSet<>(
                        new EvidenceDirectory(files.incoming(), files.incoming())
                                .contents()
                                .places());
        if (!waiting.isEmpty()) {
            try (LedgerReader reader = ledger.reader()) {
                for (Optional<Entry> e = reader.next(); e.isPresent(); e = reader.next()) {
                    Proof proof = Proof.of(e.get().statement());
                    if (proof != null && waiting.remove(proof.place())) {
                        settle(proof.place());
                    }
                }
            }
        }
        AtomicFiles.deleteTree(files.incoming());
    }
}
