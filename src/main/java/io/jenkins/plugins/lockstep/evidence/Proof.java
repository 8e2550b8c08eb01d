package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.List;

/** What the seals of phases and of gates have in common. */
public sealed interface Proof permits PhasePredicate, GatePredicate {
    String run();

    int milestone();

    /** A phase's name, or {@code gate:<phase>+<phase>…}. */
    String phase();

    /** 1-based, unique for milestone and phase over the ledger's whole life. */
    int attempt();

    Digest contentKey();

    Digest planDigest();

    /** The commit that it started from. */
    String baseCommit();

    /** The commit that it left, which may be the base. */
    String commit();

    List<Material> materials();

    List<ValidatorRecord> validators();

    /** Null unless it was sealed elsewhere first. */
    TakenOver takenOver();

    /** Whether it is here only as that which a later attempt began with. */
    default boolean isWorkOnly() {
        return takenOver() != null && takenOver().work();
    }

    /** Where its evidence is, relative to the root of all evidence: {@code m1/lint/2}. */
    default String place() {
        return Places.of(milestone(), phase(), attempt());
    }

    /** What the proof is about, from the statement; null if that is of another type. */
    static Proof of(Statement statement) throws EvidenceFormatException {
        return switch (statement.predicateType()) {
            case Predicates.PHASE -> statement.predicate(PhasePredicate.class);
            case Predicates.GATE -> statement.predicate(GatePredicate.class);
            default -> null;
        };
    }
}
