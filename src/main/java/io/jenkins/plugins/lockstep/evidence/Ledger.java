package io.jenkins.plugins.lockstep.evidence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.base.Uninterrupted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The ledger of a project or a build, held for writing: append-only, hash-chained, signed. One
 * object in one process holds it at a time. Safe for use by many threads.
 *
 * <p>When {@link #append} returns, the entry is on the disk. When it throws, nothing was added,
 * except with {@link LedgerUncertainException}.
 */
public final class Ledger implements AutoCloseable {
    private final LedgerFiles files;
    private final SigningKey key;
    private final LedgerLock lock;
    private final LedgerFile file;
    private final ProgressView view;
    private final LineDigests digests;
    private Head written;

    /** What {@code head.json} and {@code progress.json} have to be now; null for no file. */
    private byte[] head;

    private byte[] progress;
    private boolean viewBehind;
    private IOException unusable;
    private boolean closed;

    private Ledger(LedgerFiles files, SigningKey key, LedgerLock lock, LedgerRecovery found)
            throws IOException {
        this.files = files;
        this.key = key;
        this.lock = lock;
        this.view = found.view();
        this.digests = found.digests();
        this.written = found.head();
        this.file = LedgerFile.open(files.ledger(), found.length());
    }

    /**
     * Opens a project's ledger, with the key in {@code key/} beside it.
     *
     * @param holder what others are told of who holds it: the run's id
     * @throws LedgerHeldException if another process, or another object in this one, holds it
     * @throws LedgerBrokenException if it was changed by somebody else, or damaged
     * @throws KeyException if the key can't or must not be used
     */
    public static Ledger open(Path lockstepDir, String holder) throws IOException {
        return open(
                lockstepDir,
                () -> SigningKey.openOrCreate(new LedgerFiles(lockstepDir).key()),
                holder);
    }

    /** The same with a key that is kept elsewhere. */
    public static Ledger open(Path lockstepDir, SigningKey key, String holder) throws IOException {
        return open(lockstepDir, () -> key, holder);
    }

    private interface Key {
        SigningKey get() throws IOException;
    }

    /** Whoever does not get the lock leaves everything as it is, the key included. */
    private static Ledger open(Path lockstepDir, Key keys, String holder) throws IOException {
        Files.createDirectories(lockstepDir);
        LedgerLock lock = LedgerLock.take(lockstepDir, holder);
        try {
            LedgerFiles files = new LedgerFiles(lockstepDir);
            SigningKey key = keys.get();
            LedgerRecovery found = new LedgerRecovery(files, key);
            found.run();
            Ledger ledger = new Ledger(files, key, lock, found);
            ledger.mend();
            return ledger;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void mend() throws IOException {
        AtomicFiles.sweep(files.head());
        AtomicFiles.sweep(files.progress());
        head = written.sequence() == 0 ? null : written.sign(key);
        progress = view.toBytes();
        viewBehind = !Arrays.equals(progress, files.readProgress().orElseGet(() -> new byte[0]));
        catchUp();
    }

    /**
     * Seals a statement as the next entry. {@code predicate.ledger} is added to it.
     *
     * @param predicateType one of {@link Predicates}, or another URI
     * @param predicate a record or an {@link ObjectNode}
     * @throws LedgerUncertainException if the disk failed such that only the next opening will tell
     *     whether the entry is there; what belongs to it must be kept
     * @throws IOException if nothing was added
     */
    public Entry append(String predicateType, List<Subject> subjects, Object predicate)
            throws IOException {
        return append(new Draft(predicateType, subjects, predicate));
    }

    /** A statement that is to be sealed. */
    public record Draft(String predicateType, List<Subject> subjects, Object predicate) {}

    /**
     * Seals several as the next entries, one after the other, so that no more than one is ever
     * ahead of the head. When this throws, or the machine stops, the first of them may be there.
     */
    public synchronized List<Entry> append(List<Draft> drafts) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Draft draft : drafts) {
            entries.add(append(draft));
        }
        return List.copyOf(entries);
    }

    private synchronized Entry append(Draft draft) throws IOException {
        if (closed) {
            throw new IOException("the ledger " + files.ledger() + " is closed");
        }
        if (unusable != null) {
            throw new IOException(
                    "the ledger can't be used any more: " + unusable.getMessage(), unusable);
        }
        catchUp();
        byte[] line = sign(draft, view.head());
        Entry entry = checked(line, view.head().sequence() + 1);
        byte[] whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        write(whole);
        view.add(entry);
        digests.add(entry.digest());
        viewBehind = true;
        settle();
        return entry;
    }

    private byte[] sign(Draft draft, Head last) throws IOException {
        ObjectNode node = Json.mapper().valueToTree(draft.predicate());
        node.set(
                Entry.LEDGER,
                Json.mapper()
                        .createObjectNode()
                        .put("sequence", last.sequence() + 1)
                        .put("previous", last.digest().toString()));
        byte[] payload = new Statement(draft.subjects(), draft.predicateType(), node).toBytes();
        return Envelope.sign(Envelope.IN_TOTO, payload, key).toBytes();
    }

    /** What the verifier would refuse is not sealed in the first place. */
    private Entry checked(byte[] line, long sequence) throws IOException {
        Seal seal = Seal.read(sequence, new LedgerLines.Line(line, 0, true), key.verifyingKey());
        Findings findings = new Findings();
        new FormCheck().seal(seal, findings);
        if (!findings.list().isEmpty()) {
            throw new EvidenceFormatException("cannot be sealed: " + findings.list().get(0));
        }
        return seal.entry();
    }

    private void write(byte[] line) throws IOException {
        try {
            file.append(line);
        } catch (LedgerFile.UncertainException e) {
            unusable = e;
            throw new LedgerUncertainException(e.getMessage(), e);
        } catch (LedgerBrokenException e) {
            unusable = e;
            throw e;
        }
    }

    /** The entry is sealed already; what fails here is done before the next one, or at the end. */
    private void settle() {
        try {
            catchUp();
        } catch (IOException e) {
            // The next append, close or opening does it again, and says so if it still fails.
        }
    }

    /** Brings {@code head.json} and {@code progress.json} to where the ledger is. */
    private void catchUp() throws IOException {
        boolean headBehind = !written.equals(view.head());
        if (!headBehind && !viewBehind) {
            return;
        }
        Uninterrupted.run(
                () -> {
                    if (headBehind) {
                        head = view.head().sign(key);
                        AtomicFiles.replace(files.head(), head);
                    }
                    if (viewBehind) {
                        progress = view.toBytes();
                        AtomicFiles.replace(files.progress(), progress);
                    }
                    AtomicFiles.fsyncDirectory(files.directory());
                });
        written = view.head();
        viewBehind = false;
    }

    /**
     * What is wrong with the ledger's files while it is held, if anything is: somebody else wrote
     * to one of them. Reads the ledger whole.
     */
    public synchronized Optional<String> damage() throws IOException {
        catchUp();
        if (!digests.are(files.ledger())) {
            Optional<String> found = firstDifference();
            if (found.isPresent()) {
                return found;
            }
        }
        if (!Arrays.equals(head, files.readHead().orElse(null))) {
            return Optional.of(files.head() + " was changed by somebody else");
        }
        if (!Arrays.equals(progress, files.readProgress().orElse(null))) {
            return Optional.of(files.progress() + " was changed by somebody else");
        }
        return Optional.empty();
    }

    private Optional<String> firstDifference() throws IOException {
        try (LedgerReader reader = reader()) {
            Head last = Head.NONE;
            for (Optional<Entry> e = reader.next(); e.isPresent(); e = reader.next()) {
                last = e.get().head();
            }
            if (last.equals(view.head()) && reader.stop().isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    files.ledger()
                            + " was changed by somebody else: "
                            + (reader.stop().isEmpty() ? difference(last) : reader.stop()));
        }
    }

    private String difference(Head found) {
        long last = view.head().sequence();
        if (found.sequence() == last) {
            return "entry " + last + " is not the one that was sealed";
        }
        return found.sequence() < last
                ? "entry " + (found.sequence() + 1) + " is missing"
                : "entry " + (last + 1) + " was added";
    }

    /** All entries, in memory: for ledgers that are known to be small. */
    public List<Entry> entries() throws IOException {
        return LedgerReader.read(files.directory());
    }

    /** Reads the entries one by one; close it. */
    public LedgerReader reader() throws IOException {
        return LedgerReader.open(files.directory());
    }

    /** Sequence and digest of the last entry. */
    public synchronized Head head() {
        return view.head();
    }

    /** The public key of what is sealed here. */
    public VerifyingKey verifyingKey() {
        return key.verifyingKey();
    }

    /**
     * Lets the next one have it.
     *
     * @throws IOException if {@code head.json} or {@code progress.json} could not be brought up to
     *     date; the next opening does it
     */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (unusable == null) {
                catchUp();
            }
        } finally {
            lock.close();
        }
    }
}
