package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Map;
import java.util.Objects;

/**
 * A run begins. All seals after it, up to the next one, are its own.
 *
 * @param run its id, unique in the ledger
 * @param planDigest of the plan that is pinned for it
 * @param baseCommit where it starts from
 * @param versions of Lockstep, Java, git …
 * @param started ISO-8601 UTC
 */
public record RunPredicate(
        String run,
        Digest planDigest,
        String baseCommit,
        Map<String, String> versions,
        String started) {
    public RunPredicate {
        Objects.requireNonNull(run, "run");
        Objects.requireNonNull(planDigest, "planDigest");
        Objects.requireNonNull(baseCommit, "baseCommit");
        versions = versions == null ? Map.of() : Map.copyOf(versions);
    }
}
