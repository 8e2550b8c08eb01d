package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.util.List;

/** What proves phases of one kind. */
@FunctionalInterface
interface Proof {
    /**
     * One result for each validator; the phase is proven if all have passed.
     *
     * @throws IOException if our own part fails, such as a full disk
     */
    List<ValidatorResult> prove(ProofRequest request) throws IOException, InterruptedException;
}
