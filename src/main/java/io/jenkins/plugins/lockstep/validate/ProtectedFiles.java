package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Globs;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Finds changes to what no agent may change, since it decides what counts as proven. */
public final class ProtectedFiles {
    private static final String NAME = "protected-files";
    private static final List<String> PLAN_FILES = List.of("/lockstep.yaml", "/lockstep.yml");

    private ProtectedFiles() {}

    /**
     * One failure for each change to the plan, to what {@code project.protect} names, or to a
     * configuration file of any tool of any phase.
     */
    public static List<Failure> check(Plan plan, Collection<String> changedFiles) {
        Map<String, Predicate<String>> reasons = reasons(plan);
        List<Failure> failures = new ArrayList<>();
        for (String file : changedFiles.stream().sorted().distinct().toList()) {
            reasons.entrySet().stream()
                    .filter(reason -> reason.getValue().test(file))
                    .findFirst()
                    .ifPresent(reason -> failures.add(failure(file, reason.getKey())));
        }
        return failures;
    }

    private static Map<String, Predicate<String>> reasons(Plan plan) {
        Map<String, Predicate<String>> reasons = new TreeMap<>();
        reasons.put("it is the plan", Globs.matcher(PLAN_FILES));
        reasons.put("the plan protects it", Globs.matcher(plan.project().protect()));
        for (Phase phase : plan.phases().values()) {
            for (Tool tool : phase.tools()) {
                if (!tool.config().isEmpty()) {
                    reasons.put(
                            "it configures %s of phase %s".formatted(tool.name(), phase.name()),
                            Globs.matcher(tool.config()));
                }
            }
        }
        return reasons;
    }

    private static Failure failure(String file, String reason) {
        String message = "%s was changed, but no agent may change it: %s".formatted(file, reason);
        return Failure.at(NAME, Cause.PROTECTED_FILE, message, file, 0);
    }
}
