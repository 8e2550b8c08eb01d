package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CyclesTest {
    private final TreeMap<String, TreeMap<String, String>> edges = new TreeMap<>();

    private void edge(String from, String to) {
        edges.computeIfAbsent(from, f -> new TreeMap<>()).put(to, "");
    }

    @Test
    void aGraphWithoutCyclesHasNone() {
        edge("a", "b");
        edge("a", "c");
        edge("b", "c");
        assertThat(new Cycles(edges).shortestOfEach()).isEmpty();
    }

    @Test
    void eachComponentGivesItsShortestCycle() {
        edge("a", "b");
        edge("b", "c");
        edge("c", "a");
        edge("b", "a");
        edge("c", "x");
        edge("x", "y");
        edge("y", "x");
        assertThat(new Cycles(edges).shortestOfEach())
                .containsExactly(List.of("a", "b", "a"), List.of("x", "y", "x"));
    }

    @Test
    void aLongPathNeedsNoStack() {
        for (int i = 0; i < 50_000; i++) {
            edge("n" + i, "n" + (i + 1) % 50_000);
        }
        List<List<String>> cycles = new Cycles(edges).shortestOfEach();
        assertThat(cycles).hasSize(1);
        assertThat(cycles.get(0)).hasSize(50_001);
    }
}
