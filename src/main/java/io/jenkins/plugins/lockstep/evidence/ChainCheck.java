package io.jenkins.plugins.lockstep.evidence;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Every line names the digest of the one before, and the numbers run without a gap. */
final class ChainCheck implements Check {
    private final Chain chain = new Chain();
    private final Set<Long> blamed = new HashSet<>();
    private Seal before;

    @Override
    public String name() {
        return "chain";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (!seal.whole()) {
            return;
        }
        if (seal.entry() == null || !seal.signed()) {
            chain.skip(seal.digest());
            blame(chain.last().sequence());
        } else {
            Optional<Chain.Break> broken = chain.accept(seal.entry());
            if (broken.isPresent() && blame(broken.get().sequence())) {
                findings.add(finding(seal, broken.get()));
            }
        }
        before = seal;
    }

    /** Each entry is blamed once: what follows from the first break is no news. */
    private boolean blame(long sequence) {
        if (blamed.size() > Findings.MAX) {
            blamed.clear();
        }
        return blamed.add(sequence);
    }

    private Finding finding(Seal seal, Chain.Break broken) {
        Seal guilty =
                seal.sequence() == broken.sequence()
                        ? seal
                        : before != null && before.sequence() == broken.sequence() ? before : null;
        String title = guilty == null ? "" : guilty.title();
        return new Finding(name(), broken.sequence(), title, "", broken.message());
    }
}
