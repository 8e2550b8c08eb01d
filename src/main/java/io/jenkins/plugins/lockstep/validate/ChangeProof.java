package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Globs;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Proves that an implementation changed at least one source file; tests alone are none. */
final class ChangeProof implements Proof {
    private static final String NAME = "changed-files";

    @Override
    public List<ValidatorResult> prove(ProofRequest request) {
        long start = System.nanoTime();
        Plan.Project project = request.plan().project();
        Predicate<String> isSource = Globs.matcher(project.sources());
        Predicate<String> isTest = Globs.matcher(project.tests());
        long sources =
                request.changedFiles().stream().filter(isSource.and(isTest.negate())).count();
        int changed = request.changedFiles().size();
        String message =
                changed == 0
                        ? "no file was changed"
                        : "%s changed, but no source file (%s)"
                                .formatted(
                                        Verdicts.plural(changed, "file"),
                                        String.join(", ", project.sources()));
        List<Failure> failures =
                sources > 0 ? List.of() : List.of(Failure.of(NAME, Cause.NOTHING_CHANGED, message));
        Map<String, Long> counts = Map.of("files", (long) changed, "sources", sources);
        return List.of(Verdicts.check(NAME, counts, failures, start));
    }
}
