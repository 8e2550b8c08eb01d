package io.jenkins.plugins.lockstep.evidence;

/** The predicate types of the ledger's statements, and the envelope type of its head. */
public final class Predicates {
    /** A run begins: {@link RunPredicate}. */
    public static final String RUN = "urn:lockstep:predicate:run:v1";

    /** A phase is proven: {@link PhasePredicate}. */
    public static final String PHASE = "urn:lockstep:predicate:phase:v1";

    /** The branches of a group are merged and proven: {@link GatePredicate}. */
    public static final String GATE = "urn:lockstep:predicate:gate:v1";

    /** A phase is switched off: {@link WaiverPredicate}. */
    public static final String WAIVER = "urn:lockstep:predicate:waiver:v1";

    /** Payload type of the envelope in {@code head.json}, which is no statement. */
    static final String HEAD = "application/vnd.lockstep.head+json";

    private Predicates() {}
}
