package io.jenkins.plugins.lockstep.evidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Objects;

/**
 * A seal of another ledger that this one stands for: what has the other as material may have been
 * sealed here or there.
 *
 * @param origin the other ledger's, for a person: {@code project/main #41}
 * @param seal the first seal's digest, however often it was handed on
 * @param work whether it is here only as that which a later attempt began with: what it stands on
 *     need not be here, and nothing but that attempt's seal may stand on it
 */
public record TakenOver(
        String origin, Digest seal, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean work) {
    public TakenOver {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(seal, "seal");
    }
}
