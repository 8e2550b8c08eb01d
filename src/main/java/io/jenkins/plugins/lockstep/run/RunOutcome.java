package io.jenkins.plugins.lockstep.run;

import java.nio.file.Path;
import java.util.List;

/**
 * How a run ended.
 *
 * @param directory of the run: events, report, the plan as it was
 * @param failures empty exactly if all that was asked for is proven
 */
public record RunOutcome(String run, Path directory, List<RunFailure> failures) {
    public boolean proven() {
        return failures.isEmpty();
    }
}
