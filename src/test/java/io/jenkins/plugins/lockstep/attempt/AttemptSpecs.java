package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import java.util.List;
import java.util.Map;

/** Specs of attempts as a build on Jenkins sends them, for tests. */
public final class AttemptSpecs {
    private AttemptSpecs() {}

    /** Of run {@code job#1} and milestone 1, with no seals before it. */
    public static AttemptSpec of(
            String phase,
            int attempt,
            String plan,
            String from,
            String milestoneBase,
            List<String> hold,
            long millis) {
        return new AttemptSpec(
                "job#1",
                1,
                phase,
                attempt,
                Digest.of(plan),
                from,
                milestoneBase,
                Map.of(),
                hold,
                Map.of(),
                List.of(),
                millis,
                "test");
    }

    /** The same after an attempt with these failures. */
    public static AttemptSpec after(AttemptSpec spec, List<Failure> earlier) {
        return new AttemptSpec(
                spec.run(),
                spec.milestone(),
                spec.phase(),
                spec.attempt(),
                spec.planDigest(),
                spec.base(),
                spec.milestoneBase(),
                spec.seals(),
                spec.hold(),
                spec.baselines(),
                earlier,
                spec.millis(),
                spec.limit());
    }
}
