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
        return of(phase, attempt, plan, from, milestoneBase, hold, List.of(), millis);
    }

    /** The same after an attempt with these failures. */
    public static AttemptSpec of(
            String phase,
            int attempt,
            String plan,
            String from,
            String milestoneBase,
            List<String> hold,
            List<Failure> earlier,
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
                earlier,
                millis,
                "test");
    }
}
