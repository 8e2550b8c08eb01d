package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.util.List;

/**
 * Whether an agent can be asked to mend what a phase's tools say. Nobody is paid for a linter that
 * is not installed; a test that hangs, or a program that is not there yet, is work for an agent.
 */
final class Mendable {
    private Mendable() {}

    /** The failures that no change to the project's files would mend; empty if there are none. */
    static List<Failure> not(PhaseKind kind, List<ValidatorResult> results) {
        return results.stream()
                .flatMap(result -> result.failures().stream())
                .filter(failure -> !byAgent(kind, failure))
                .toList();
    }

    private static boolean byAgent(PhaseKind kind, Failure failure) {
        boolean runsTheProject = kind == PhaseKind.TESTS || kind == PhaseKind.E2E;
        return switch (failure.cause()) {
            case TOOL_CANNOT_START -> kind == PhaseKind.E2E;
            case TOOL_KILLED, TIME_LIMIT, OUTPUT_LIMIT, MEMORY_LIMIT, DISK_LIMIT -> runsTheProject;
            default -> !failure.cause().isFinal();
        };
    }
}
