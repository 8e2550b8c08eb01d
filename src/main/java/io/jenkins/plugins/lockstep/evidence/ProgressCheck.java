package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** {@code progress.json} is the view of the ledger up to the entry that it names. */
final class ProgressCheck implements Check {
    private final Optional<byte[]> bytes;
    private final long head;
    private final ProgressView view = new ProgressView();
    private final long shown;
    private String problem;
    private boolean compared;

    private ProgressCheck(Optional<byte[]> bytes, long head, long shown, String problem) {
        this.bytes = bytes;
        this.head = head;
        this.shown = shown;
        this.problem = problem;
        compare();
    }

    /**
     * @param content read after {@code head.json} and before the ledger
     * @param head what {@code head.json} names
     */
    static ProgressCheck of(LedgerFiles.Content content, long head) {
        try {
            Optional<byte[]> bytes = content.get();
            if (bytes.isEmpty()) {
                String missing = head > 1 ? "progress.json is missing" : "";
                return new ProgressCheck(bytes, head, -1, missing);
            }
            Head named = ProgressView.parse(bytes.get()).head();
            if (named == null) {
                throw new EvidenceFormatException("it names no entry");
            }
            return new ProgressCheck(bytes, head, named.sequence(), "");
        } catch (IOException e) {
            String problem = "progress.json can't be read: " + e.getMessage();
            return new ProgressCheck(Optional.empty(), head, -1, problem);
        }
    }

    @Override
    public String name() {
        return "progress";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (seal.sound()) {
            view.add(seal.entry(), seal.proof(), seal.run(), seal.waiver());
            compare();
        }
    }

    private void compare() {
        if (shown == view.head().sequence() && !compared) {
            compared = true;
            if (!Arrays.equals(bytes.orElseThrow(), view.toBytes())) {
                problem =
                        "progress.json is not what the ledger says up to entry "
                                + shown
                                + ": changed, or of another ledger";
            }
        }
    }

    @Override
    public void end(Findings findings) {
        if (problem.isEmpty() && bytes.isPresent() && shown < head - 1) {
            problem = "progress.json is an older one: it shows entry " + shown + " of " + head;
        } else if (problem.isEmpty() && bytes.isPresent() && !compared) {
            problem = "progress.json shows entry " + shown + ", which the ledger does not have";
        }
        if (!problem.isEmpty()) {
            findings.add(this, problem);
        }
    }
}
