package io.jenkins.plugins.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** On random graphs, with phases off, a validate and a commit somewhere among them. */
class PhaseGraphPropertyTest {
    private static Plan plan(int size, long seed) {
        Random random = new Random(seed);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add("p" + i);
        }
        int validate = random.nextInt(size);
        int commit = size - 1;
        List<Phase> phases = new ArrayList<>();
        double density = random.nextDouble();
        for (int i = 0; i < size; i++) {
            List<String> after = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextDouble() < density) {
                    after.add(names.get(j));
                }
            }
            PhaseKind kind =
                    i == commit
                            ? PhaseKind.COMMIT
                            : i == validate ? PhaseKind.VALIDATE : PhaseKind.ISSUES;
            String off = random.nextInt(5) == 0 ? "off" : "";
            phases.add(
                    new Phase(
                            names.get(i),
                            kind,
                            after,
                            off,
                            List.of(),
                            "",
                            null,
                            null,
                            null,
                            null,
                            List.of()));
        }
        Collections.shuffle(phases, random);
        Map<String, Phase> byName = new LinkedHashMap<>();
        phases.forEach(p -> byName.put(p.name(), p));
        return new Plan(Digest.of(""), null, null, null, null, byName, List.of());
    }

    /** By the definition: whether a path leads from one to the other, through phases off too. */
    private static boolean comesBefore(Plan plan, String first, String second) {
        return plan.phases().get(second).after().stream()
                .anyMatch(p -> p.equals(first) || comesBefore(plan, first, p));
    }

    @Property(tries = 300)
    void orderAndReduction(@ForAll @IntRange(min = 1, max = 9) int size, @ForAll long seed) {
        Plan plan = plan(size, seed);
        PhaseGraph graph = PhaseGraph.of(plan);
        Set<String> on =
                plan.phases().values().stream()
                        .filter(p -> !p.isOff())
                        .map(Phase::name)
                        .collect(Collectors.toSet());
        assertThat(graph.order()).containsExactlyInAnyOrderElementsOf(on);
        for (String phase : on) {
            List<String> direct = graph.prerequisites(phase);
            for (String p : direct) {
                assertThat(graph.order().indexOf(p)).isLessThan(graph.order().indexOf(phase));
                assertThat(direct).noneMatch(q -> graph.ancestors(q).contains(p));
            }
            Set<String> reached = new TreeSet<>(direct);
            direct.forEach(p -> reached.addAll(graph.ancestors(p)));
            assertThat(graph.ancestors(phase)).isEqualTo(reached);
            for (String other : on) {
                if (comesBefore(plan, other, phase)) {
                    assertThat(graph.ancestors(phase)).contains(other);
                }
                PhaseKind kind = plan.phases().get(phase).kind();
                boolean implied =
                        kind == PhaseKind.COMMIT
                                || (kind == PhaseKind.VALIDATE
                                        && plan.phases().get(other).kind() != PhaseKind.COMMIT
                                        && !comesBefore(plan, phase, other));
                if (!other.equals(phase)) {
                    boolean before = graph.ancestors(phase).contains(other);
                    boolean through = comesBefore(plan, other, phase) || implied;
                    boolean behindValidate =
                            graph.ancestors(phase).stream()
                                    .anyMatch(a -> graph.phase(a).kind() == PhaseKind.VALIDATE);
                    assertThat(before).isEqualTo(through || (before && behindValidate));
                }
            }
        }
    }

    @Property(tries = 200)
    void wavesAreEarliest(@ForAll @IntRange(min = 1, max = 12) int size, @ForAll long seed) {
        PhaseGraph graph = PhaseGraph.of(plan(size, seed));
        List<List<String>> waves = graph.waves();
        Map<String, Integer> wave = new HashMap<>();
        for (int i = 0; i < waves.size(); i++) {
            assertThat(waves.get(i)).isNotEmpty();
            for (String phase : waves.get(i)) {
                wave.put(phase, i);
            }
        }
        assertThat(wave.keySet()).containsExactlyInAnyOrderElementsOf(graph.order());
        for (String phase : graph.order()) {
            int latest = graph.prerequisites(phase).stream().mapToInt(wave::get).max().orElse(-1);
            assertThat(wave.get(phase)).isEqualTo(latest + 1);
        }
    }

    @Property(tries = 200)
    void membersAreTheBranches(@ForAll @IntRange(min = 2, max = 10) int size, @ForAll long seed) {
        PhaseGraph graph = PhaseGraph.of(plan(size, seed));
        for (String phase : graph.order()) {
            List<String> after = graph.prerequisites(phase);
            List<String> members = graph.members(after);
            assertThat(members).containsAll(after);
            assertThat(graph.order().stream().filter(members::contains).toList())
                    .isEqualTo(members);
            for (String p : graph.ancestors(phase)) {
                boolean beforeAll = after.stream().allMatch(q -> graph.ancestors(q).contains(p));
                assertThat(members.contains(p)).isEqualTo(!beforeAll);
            }
            assertThat(graph.ancestors(phase)).containsAll(members);
        }
    }
}
