package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;

/** One thing that a verifier looks at. It sees all seals in order, then the end. */
interface Check {
    /** As it stands in a {@link Finding}. */
    String name();

    void seal(Seal seal, Findings findings) throws IOException;

    default void end(Findings findings) throws IOException {}
}
