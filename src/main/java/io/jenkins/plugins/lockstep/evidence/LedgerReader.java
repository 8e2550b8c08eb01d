package io.jenkins.plugins.lockstep.evidence;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a ledger from its start, entry by entry, up to the first line that is torn, damaged or out
 * of order. Takes no lock: a ledger that is being written is read up to its last whole line.
 * Signatures are not checked: {@link Verifier} does that. Not for use by several threads.
 */
public final class LedgerReader implements Closeable {
    private final LedgerLines lines;
    private final Chain chain = new Chain();
    private long end;
    private String stop = "";
    private boolean ended;

    private LedgerReader(LedgerLines lines) {
        this.lines = lines;
    }

    /**
     * @param lockstepDir where {@code ledger.jsonl} is; without it there are no entries
     */
    public static LedgerReader open(Path lockstepDir) throws IOException {
        return new LedgerReader(LedgerLines.open(new LedgerFiles(lockstepDir).ledger()));
    }

    /** All entries of the valid prefix, in memory: for ledgers that are known to be small. */
    public static List<Entry> read(Path lockstepDir) throws IOException {
        try (LedgerReader reader = open(lockstepDir)) {
            List<Entry> entries = new ArrayList<>();
            for (Optional<Entry> e = reader.next(); e.isPresent(); e = reader.next()) {
                entries.add(e.get());
            }
            return entries;
        }
    }

    /** The next entry; empty at the end of the valid prefix, and from then on. */
    public Optional<Entry> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        LedgerLines.Line line = lines.next();
        if (line == null) {
            ended = true;
            return Optional.empty();
        }
        if (!line.whole()) {
            return stop("the line after entry " + chain.last().sequence() + " is torn");
        }
        try {
            if (line.bytes() == null) {
                throw new EvidenceFormatException("longer than " + Envelope.MAX_LENGTH + " bytes");
            }
            Entry entry = Entry.parse(line.bytes());
            Optional<Chain.Break> broken = chain.accept(entry);
            if (broken.isPresent()) {
                return stop(broken.get().message());
            }
            end = line.start() + line.bytes().length + 1;
            return Optional.of(entry);
        } catch (EvidenceFormatException e) {
            return stop("entry " + (chain.last().sequence() + 1) + ": " + e.getMessage());
        }
    }

    private Optional<Entry> stop(String why) {
        ended = true;
        stop = why;
        return Optional.empty();
    }

    /** Why the prefix ends before the file does; empty if it doesn't, or isn't read yet. */
    public String stop() {
        return stop;
    }

    /** Length in bytes of the prefix that was read. */
    public long length() {
        return end;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
