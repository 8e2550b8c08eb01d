package io.jenkins.plugins.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhaseGraphTest {
    private static PhaseGraph graph(String more) throws PlanException {
        return PhaseGraph.of(Plans.read(Plans.WHOLE + more));
    }

    @Test
    void defaultGraph() throws Exception {
        PhaseGraph graph = graph("");
        assertThat(graph.waves())
                .containsExactly(
                        List.of("research"),
                        List.of("planning"),
                        List.of("implement"),
                        List.of("architecture"),
                        List.of("lint", "typecheck"),
                        List.of("test", "integration"),
                        List.of("e2e"),
                        List.of("validate"),
                        List.of("commit"));
        assertThat(graph.prerequisites("test")).containsExactly("lint", "typecheck");
        assertThat(graph.hasGate("test")).isTrue();
        assertThat(graph.hasGate("lint")).isFalse();
        assertThat(graph.members(List.of("lint", "typecheck")))
                .containsExactly("lint", "typecheck");
        assertThat(graph.members(List.of("e2e"))).containsExactly("e2e");
        assertThat(graph.ancestors("planning")).isEqualTo(Set.of("research"));
    }

    @Test
    void aBranchOfSeveralPhasesIsAllInTheGate() throws Exception {
        PhaseGraph graph =
                graph(
                        """
                          security: {command: x, format: exit}
                        phases:
                          security: {kind: issues, after: [lint]}
                          test: {after: [security, typecheck, lint]}
                        """);
        assertThat(graph.prerequisites("test")).containsExactly("typecheck", "security");
        assertThat(graph.members(graph.prerequisites("test")))
                .containsExactly("lint", "typecheck", "security");
    }

    @Test
    void validateComesAfterEveryPhaseButThoseAfterIt() throws Exception {
        PhaseGraph graph =
                graph(
                        """
                          security: {command: x, format: exit}
                          late: {command: x, format: exit}
                        phases:
                          security: {kind: issues, after: [lint]}
                          late: {kind: issues, after: [validate]}
                          validate: {after: []}
                        """);
        assertThat(graph.prerequisites("validate")).containsExactly("e2e", "security");
        assertThat(graph.prerequisites("late")).containsExactly("validate");
        assertThat(graph.prerequisites("commit")).containsExactly("late");
    }

    @Test
    void phasesThatAreOffAreReplacedByTheirPrerequisites() throws Exception {
        PhaseGraph graph =
                graph(
                        "phases: {typecheck: {off: a}, test: {off: b}, e2e: {off: c}, validate: {off: d}}\n");
        assertThat(graph.order())
                .containsExactly(
                        "research",
                        "planning",
                        "implement",
                        "architecture",
                        "lint",
                        "integration",
                        "commit");
        assertThat(graph.prerequisites("integration")).containsExactly("lint");
        assertThat(graph.prerequisites("commit")).containsExactly("integration");
        assertThatThrownBy(() -> graph.phase("test"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("test");
    }
}
