package io.jenkins.plugins.lockstep.bench;

import java.util.Map;

/**
 * A phase whose body is {@code sh 'true'}, with one proof command, against the bare {@code sh
 * 'true'}, in turn in one build on one agent.
 */
public final class JenkinsPhaseBench {
    /** Agents and controllers run for weeks: both sides are measured in code that is warm. */
    private static final int WARMUPS = 24;

    private JenkinsPhaseBench() {}

    public static void main(String[] args) {
        BenchJenkins.with(
                jenkins -> {
                    jenkins.agents(1);
                    int rounds = WARMUPS + Integer.getInteger("rounds", 20);
                    BenchProject project =
                            BenchProject.create(
                                    jenkins.scratch().resolve("project"),
                                    Map.of("check", "{kind: issues, after: []}"),
                                    "",
                                    rounds);
                    Pairs pairs = Pairs.of(jenkins.measure(script(project, rounds)), WARMUPS);
                    Row.atMost("(a) withPhase with sh 'true' and a proof command", pairs, 2.0)
                            .print();
                });
    }

    /** The order of the two changes from round to round. */
    private static String script(BenchProject project, int rounds) {
        return """
               node('bench') {
                 %s
                 for (int i = 1; i <= %d; i++) {
                   lockstep(milestone: i) {
                     long a = 0, b = 0, c = 0
                     if (i %% 2 == 0) {
                       a = System.currentTimeMillis()
                       sh 'true'
                       b = System.currentTimeMillis()
                       withPhase('check') { sh 'true' }
                       c = System.currentTimeMillis()
                       echo "measured ${b - a} ${c - b}"
                     } else {
                       a = System.currentTimeMillis()
                       withPhase('check') { sh 'true' }
                       b = System.currentTimeMillis()
                       sh 'true'
                       c = System.currentTimeMillis()
                       echo "measured ${c - b} ${b - a}"
                     }
                   }
                 }
               }
               """
                .formatted(project.checkout(), rounds);
    }
}
