package io.jenkins.plugins.lockstep.plan;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a plan, so that one reading tells all; the number is bounded. */
final class Problems {
    private static final int MOST = 100;
    private static final int LONGEST = 1_000;

    private final Set<Problem> found = new LinkedHashSet<>();
    private int more;

    void add(int line, int column, String path, String message) {
        String shown = message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
        if (found.size() < MOST) {
            found.add(new Problem(line, column, path, shown));
        } else {
            more++;
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> list() {
        List<Problem> sorted =
                new java.util.ArrayList<>(
                        found.stream()
                                .sorted(
                                        Comparator.comparingInt(Problem::line)
                                                .thenComparingInt(Problem::column))
                                .toList());
        if (more > 0) {
            sorted.add(new Problem(0, 0, "", "and " + more + " more problems"));
        }
        return sorted;
    }
}
