package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Objects;

/**
 * A seal of another ledger that this one stands for: what has the other as material may have been
 * sealed here or there.
 *
 * @param origin the other ledger's, for a person: {@code project/main #41}
 * @param seal the first seal's digest, however often it was handed on
 */
public record TakenOver(String origin, Digest seal) {
    public TakenOver {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(seal, "seal");
    }
}
