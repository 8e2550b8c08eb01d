package io.jenkins.plugins.lockstep.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The graph that a plan starts from. */
final class DefaultPhases {
    static final Phase.Architecture ARCHITECTURE = new Phase.Architecture(50, 5, 4, 10, 20, 1000);
    static final Phase.Expectation EXPECTATION = new Phase.Expectation(0, List.of(), "");

    record Default(PhaseKind kind, List<String> after) {}

    private DefaultPhases() {}

    static Map<String, Default> all() {
        Map<String, Default> all = new LinkedHashMap<>();
        all.put("research", new Default(PhaseKind.RESEARCH, List.of()));
        all.put("planning", new Default(PhaseKind.PLANNING, List.of("research")));
        all.put("implement", new Default(PhaseKind.IMPLEMENT, List.of("planning")));
        all.put("architecture", new Default(PhaseKind.ARCHITECTURE, List.of("implement")));
        all.put("lint", new Default(PhaseKind.ISSUES, List.of("architecture")));
        all.put("typecheck", new Default(PhaseKind.ISSUES, List.of("architecture")));
        all.put("test", new Default(PhaseKind.TESTS, List.of("lint", "typecheck")));
        all.put("integration", new Default(PhaseKind.TESTS, List.of("lint", "typecheck")));
        all.put("e2e", new Default(PhaseKind.E2E, List.of("test", "integration")));
        all.put("validate", new Default(PhaseKind.VALIDATE, List.of("e2e")));
        all.put("commit", new Default(PhaseKind.COMMIT, List.of("validate")));
        return all;
    }
}
