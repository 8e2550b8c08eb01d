package io.jenkins.plugins.lockstep.plan;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Plans for tests. */
final class Plans {
    /** Valid as it is; more lines can follow. */
    static final String SMALL =
            """
            version: 1
            project: {name: shop}
            milestones:
              - {number: 1, name: First, criteria: [it works]}
            """;

    static final String TOOLS =
            """
            tools:
              architecture: {command: arch, format: exit}
              lint: {command: lint, format: exit}
              typecheck: {command: types, format: exit}
              test: {command: test, report: out/*.xml}
              integration: {command: it, report: out/*.xml}
              e2e: {command: ./shop}
            """;

    static final String WHOLE = SMALL + TOOLS;

    private Plans() {}

    static Plan read(String yaml) throws PlanException {
        return PlanReader.read(yaml.getBytes(StandardCharsets.UTF_8), "lockstep.yaml");
    }

    /** What is wrong with it, each with its place. */
    static List<String> problems(String yaml) {
        try {
            read(yaml);
            return List.of();
        } catch (PlanException e) {
            return e.problems().stream().map(p -> p.in("lockstep.yaml")).toList();
        }
    }
}
