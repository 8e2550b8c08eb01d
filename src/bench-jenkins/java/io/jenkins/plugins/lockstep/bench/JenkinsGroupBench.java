package io.jenkins.plugins.lockstep.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Groups of 20 phases over four agents with an executor each, against the longest path through it:
 * five bare {@code sh} steps one after the other. The work of each is a sleep.
 */
public final class JenkinsGroupBench {
    private static final int PHASES = 20;
    private static final int EXECUTORS = 4;

    /** Rounds that don't count; nothing sleeps in them. */
    private static final int WARMUPS = 8;

    private final int seconds = Integer.getInteger("seconds", 5);
    private final int rounds = WARMUPS + Integer.getInteger("rounds", 2);

    private JenkinsGroupBench() {}

    public static void main(String[] args) {
        BenchJenkins.with(
                jenkins -> {
                    jenkins.agents(EXECUTORS);
                    new JenkinsGroupBench().measure(jenkins);
                });
    }

    private void measure(BenchJenkins jenkins) throws Exception {
        blocks(jenkins);
        phases(jenkins);
    }

    private void blocks(BenchJenkins jenkins) throws Exception {
        BenchProject project =
                BenchProject.create(
                        jenkins.scratch().resolve("blocks"),
                        group("{kind: issues, after: []}"),
                        "",
                        rounds);
        List<double[]> lines =
                jenkins.measure(script(project, "withPhase(name) { sh \"sleep ${seconds}\" }"));
        Row.atMost(
                        Row.format(
                                "(b) %d withPhase blocks that sleep %d s, %d executors",
                                PHASES, seconds, EXECUTORS),
                        Pairs.of(lines, WARMUPS),
                        1.15)
                .print();
        whole(lines).print();
    }

    private void phases(BenchJenkins jenkins) throws Exception {
        String work =
                "[ $LOCKSTEP_MILESTONE -le %d ] || sleep %d; echo done >> src/$LOCKSTEP_PHASE.txt"
                        .formatted(WARMUPS, seconds);
        BenchProject project =
                BenchProject.create(
                        jenkins.scratch().resolve("phases"),
                        group("{kind: implement, after: []}"),
                        work,
                        rounds);
        List<double[]> lines = jenkins.measure(script(project, "lockstepPhase(name)"));
        Row.atMost(
                        Row.format(
                                "(b) %d phases whose agent sleeps %d s and changes a file, %d executors",
                                PHASES, seconds, EXECUTORS),
                        Pairs.of(lines, WARMUPS),
                        1.15)
                .print();
        whole(lines).print();
    }

    /** With what joins the group, which has no counterpart in the baseline. */
    private static Row whole(List<double[]> lines) {
        Pairs pairs =
                Pairs.of(
                        lines.stream()
                                .map(line -> new double[] {line[0], line[1] + line[2]})
                                .toList(),
                        WARMUPS);
        return Row.note(
                "(b) the same with its phaseGate",
                Row.millis(pairs.base()),
                Row.millis(pairs.ours()),
                Row.format("%.2f×", pairs.ratio()));
    }

    private static Map<String, String> group(String definition) {
        Map<String, String> phases = new LinkedHashMap<>();
        names().forEach(name -> phases.put(name, definition));
        return phases;
    }

    private static List<String> names() {
        return IntStream.rangeClosed(1, PHASES).mapToObj("p%02d"::formatted).toList();
    }

    private String script(BenchProject project, String phase) {
        String names =
                names().stream()
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", ", "[", "]"));
        return """
               def names = %s
               for (int i = 1; i <= %d; i++) {
                 node("a${i}") { %s }
               }
               for (int i = 1; i <= %d; i++) {
                 int seconds = i > %d ? %d : 0
                 long a = System.currentTimeMillis()
                 for (int n = 0; n < names.size(); n += %d) {
                   node('bench') { sh "sleep ${seconds}" }
                 }
                 long b = System.currentTimeMillis()
                 lockstep(milestone: i) {
                   parallel names.collectEntries { name -> [name, { node('bench') { %s } }] }
                   long c = System.currentTimeMillis()
                   node('bench') { phaseGate(after: names) }
                   echo "measured ${b - a} ${c - b} ${System.currentTimeMillis() - c}"
                 }
               }
               """
                .formatted(
                        names,
                        EXECUTORS,
                        project.checkout(),
                        rounds,
                        WARMUPS,
                        seconds,
                        EXECUTORS,
                        phase);
    }
}
