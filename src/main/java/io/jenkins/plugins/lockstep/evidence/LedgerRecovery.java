package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a ledger before it is written again, and tells what a crash may have left (which is mended)
 * from what only somebody else can have done (which is refused). The head is signed and the lines
 * are chained to it, so that lines up to the head need no check of their signatures.
 */
final class LedgerRecovery {
    private final LedgerFiles files;
    private final SigningKey key;
    private final Chain chain = new Chain();
    private final ProgressView view = new ProgressView();
    private final LineDigests digests = new LineDigests();
    private Head head = Head.NONE;
    private byte[] progress;
    private long shown = -1;
    private long length;

    LedgerRecovery(LedgerFiles files, SigningKey key) {
        this.files = files;
        this.key = key;
    }

    /**
     * @throws LedgerBrokenException if the ledger is not one that a crash can have left
     */
    void run() throws IOException {
        head = readHead();
        readProgress();
        compareProgress();
        try (LedgerLines lines = LedgerLines.open(files.ledger())) {
            for (LedgerLines.Line line = lines.next(); line != null; line = lines.next()) {
                Entry entry = read(line);
                if (entry == null) {
                    if (lines.next() != null) {
                        throw broken(next(), "is damaged, and not the last");
                    }
                    break;
                }
                take(entry, line);
            }
        }
        if (view.head().sequence() < head.sequence()) {
            throw broken(
                    next(),
                    "is missing: the ledger ends at entry "
                            + view.head().sequence()
                            + ", but head.json names entry "
                            + head.sequence());
        }
        if (progress != null && (shown < head.sequence() - 1 || shown > view.head().sequence())) {
            throw wrongProgress("shows entry " + shown + " of " + view.head().sequence());
        }
    }

    /** No crash leaves another view than that of the last entry or of the one before. */
    private void readProgress() throws IOException {
        progress = files.readProgress().orElse(null);
        if (progress == null) {
            return;
        }
        Head named;
        try {
            named = ProgressView.parse(progress).head();
        } catch (EvidenceFormatException e) {
            throw wrongProgress("can't be read: " + e.getMessage());
        }
        if (named == null) {
            throw wrongProgress("names no entry");
        }
        shown = named.sequence();
    }

    private void compareProgress() throws LedgerBrokenException {
        if (progress != null
                && shown == view.head().sequence()
                && !Arrays.equals(progress, view.toBytes())) {
            throw wrongProgress("is not what the ledger says up to entry " + shown);
        }
    }

    private LedgerBrokenException wrongProgress(String what) {
        return new LedgerBrokenException(
                Math.max(0, shown),
                files.progress()
                        + " "
                        + what
                        + ": somebody changed it. If the ledger verifies, remove this view of it,"
                        + " and it is made anew");
    }

    private Head readHead() throws IOException {
        try {
            Optional<byte[]> bytes = files.readHead();
            return bytes.isEmpty() ? Head.NONE : Head.parse(bytes.get(), key.verifyingKey());
        } catch (EvidenceFormatException e) {
            throw new LedgerBrokenException(0, files.head() + ": " + e.getMessage());
        }
    }

    /** The line's entry; null if it is what a crash in the midst of writing it may have left. */
    private Entry read(LedgerLines.Line line) throws LedgerBrokenException {
        boolean sealed = next() <= head.sequence();
        if (!line.whole() || line.bytes() == null) {
            if (sealed) {
                throw broken(next(), "is torn");
            }
            return null;
        }
        Envelope envelope;
        try {
            envelope = Envelope.parse(line.bytes());
        } catch (EvidenceFormatException e) {
            if (sealed) {
                throw broken(next(), "is damaged: " + e.getMessage());
            }
            return null;
        }
        try {
            if (!sealed && !envelope.isSignedBy(key.verifyingKey())) {
                throw broken(next(), "is not signed by this ledger's key");
            }
            return Entry.of(io.jenkins.plugins.lockstep.base.Digest.of(line.bytes()), envelope);
        } catch (EvidenceFormatException e) {
            throw broken(next(), "is damaged: " + e.getMessage());
        }
    }

    private void take(Entry entry, LedgerLines.Line line) throws LedgerBrokenException {
        Optional<Chain.Break> found = chain.accept(entry);
        if (found.isPresent()) {
            throw new LedgerBrokenException(
                    found.get().sequence(), files.ledger() + ": " + found.get().message());
        }
        refuseNames(entry);
        if (entry.sequence() == head.sequence() && !entry.digest().equals(head.digest())) {
            throw broken(
                    entry.sequence(), "is not the one that head.json names: changed or replaced");
        }
        if (entry.sequence() > head.sequence() + 1) {
            throw broken(
                    entry.sequence(),
                    "is not covered by head.json, which names entry " + head.sequence());
        }
        view.add(entry);
        digests.add(entry.digest());
        compareProgress();
        length = line.start() + line.bytes().length + 1;
    }

    /** No signature makes a name good that leads out of its place. */
    private void refuseNames(Entry entry) throws LedgerBrokenException {
        for (Subject subject : entry.statement().subjects()) {
            String problem = subject.problem();
            if (problem != null) {
                throw broken(
                        entry.sequence(),
                        "seals a file '"
                                + EvidenceNames.printable(subject.name())
                                + "', which may not have that name: "
                                + problem);
            }
        }
    }

    private long next() {
        return chain.last().sequence() + 1;
    }

    private LedgerBrokenException broken(long sequence, String what) {
        return new LedgerBrokenException(
                sequence, files.ledger() + ": entry " + sequence + " " + what);
    }

    /** What {@code head.json} says. */
    Head head() {
        return head;
    }

    /** The view of the valid prefix. */
    ProgressView view() {
        return view;
    }

    /** Of the lines of the valid prefix. */
    LineDigests digests() {
        return digests;
    }

    /** Length of the valid prefix in bytes. */
    long length() {
        return length;
    }
}
