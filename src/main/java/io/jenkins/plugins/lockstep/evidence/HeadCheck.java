package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.util.Optional;

/** {@code head.json} names the ledger's last entry, or (after a crash) the one before. */
final class HeadCheck implements Check {
    private final Head head;
    private final String problem;
    private Seal last;
    private Seal lastButOne;

    private HeadCheck(Head head, String problem) {
        this.head = head;
        this.problem = problem;
    }

    static HeadCheck of(LedgerFiles.Content content, VerifyingKey key) {
        try {
            Optional<byte[]> bytes = content.get();
            return new HeadCheck(bytes.isEmpty() ? Head.NONE : Head.parse(bytes.get(), key), "");
        } catch (IOException e) {
            return new HeadCheck(Head.NONE, "head.json can't be believed: " + e.getMessage());
        }
    }

    /** 0 if it is missing or can't be believed. */
    long sequence() {
        return head.sequence();
    }

    @Override
    public String name() {
        return "head";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (!seal.whole()) {
            return;
        }
        if (seal.sound()
                && seal.sequence() == head.sequence()
                && !seal.digest().equals(head.digest())) {
            findings.add(this, seal, "it is not the one that head.json names: changed or replaced");
        }
        lastButOne = last;
        last = seal;
    }

    @Override
    public void end(Findings findings) {
        if (!problem.isEmpty()) {
            findings.add(this, problem);
            return;
        }
        long end = last == null ? 0 : last.sequence();
        if (end < head.sequence()) {
            findings.add(
                    new Finding(
                            name(),
                            end + 1,
                            "",
                            "",
                            "the ledger ends at entry "
                                    + end
                                    + ", but head.json names entry "
                                    + head.sequence()
                                    + ": its end was cut off"));
        } else if (lastButOne != null && end > head.sequence() + 1) {
            findings.add(
                    this,
                    head.sequence() == 0
                            ? "head.json is missing"
                            : "head.json is an older one: it names entry "
                                    + head.sequence()
                                    + ", but the ledger goes on to entry "
                                    + end);
        }
    }
}
