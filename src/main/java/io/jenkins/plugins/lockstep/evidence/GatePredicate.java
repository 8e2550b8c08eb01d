package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.List;
import java.util.Objects;

/**
 * The branches of a group are merged, and what proved each holds on the merged commit.
 *
 * @param phase {@code gate:} and the names of {@code after}, joined by {@code +}
 * @param after the phases that the gate waits for
 * @param members the phases of all branches
 * @param materials the members' seals
 * @param validators the members' proofs on the merged commit
 * @param takenOver null unless it was sealed in another ledger first
 */
public record GatePredicate(
        String run,
        int milestone,
        String phase,
        int attempt,
        List<String> after,
        List<String> members,
        Digest contentKey,
        Digest planDigest,
        String baseCommit,
        String commit,
        List<Material> materials,
        List<ValidatorRecord> validators,
        String started,
        String ended,
        TakenOver takenOver)
        implements Proof {
    public GatePredicate {
        Objects.requireNonNull(run, "run");
        Places.check(milestone, phase, attempt);
        after = List.copyOf(Objects.requireNonNull(after, "after"));
        members = List.copyOf(Objects.requireNonNull(members, "members"));
        Objects.requireNonNull(contentKey, "contentKey");
        Objects.requireNonNull(planDigest, "planDigest");
        Objects.requireNonNull(baseCommit, "baseCommit");
        Objects.requireNonNull(commit, "commit");
        materials = List.copyOf(Objects.requireNonNull(materials, "materials"));
        validators = List.copyOf(Objects.requireNonNull(validators, "validators"));
    }

    /** The name of the gate after these phases. */
    public static String name(List<String> after) {
        return Places.GATE + String.join("+", after);
    }
}
