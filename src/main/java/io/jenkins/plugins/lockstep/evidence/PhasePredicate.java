package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.List;
import java.util.Objects;

/**
 * A phase is proven.
 *
 * @param materials the prerequisites' seals
 * @param validators what proved it; each passed
 * @param agent null if none worked
 * @param started ISO-8601 UTC, of the attempt
 * @param ended ISO-8601 UTC, of its last proof
 * @param takenOver null unless it was sealed in another ledger first
 */
public record PhasePredicate(
        String run,
        int milestone,
        String phase,
        int attempt,
        Digest contentKey,
        Digest planDigest,
        String baseCommit,
        String commit,
        List<Material> materials,
        List<ValidatorRecord> validators,
        AgentRecord agent,
        String started,
        String ended,
        TakenOver takenOver)
        implements Proof {
    public PhasePredicate {
        Objects.requireNonNull(run, "run");
        Places.check(milestone, phase, attempt);
        Objects.requireNonNull(contentKey, "contentKey");
        Objects.requireNonNull(planDigest, "planDigest");
        Objects.requireNonNull(baseCommit, "baseCommit");
        Objects.requireNonNull(commit, "commit");
        materials = List.copyOf(Objects.requireNonNull(materials, "materials"));
        validators = List.copyOf(Objects.requireNonNull(validators, "validators"));
    }
}
