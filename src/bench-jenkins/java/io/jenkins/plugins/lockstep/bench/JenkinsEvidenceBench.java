package io.jenkins.plugins.lockstep.bench;

import java.util.Map;

/**
 * From the end of a phase's body that left 10,000 files of 1 KiB as evidence to the end of its
 * step, so the proof, the way to the controller, the sealing and the archiving, against {@code
 * archiveArtifacts} of the same files from the same agent, in turn in one build.
 */
public final class JenkinsEvidenceBench {
    private static final int WARMUPS = 2;
    private static final int FILES = 10_000;

    private JenkinsEvidenceBench() {}

    public static void main(String[] args) {
        int files = Integer.getInteger("files", FILES);
        BenchJenkins.with(
                jenkins -> {
                    jenkins.agents(1);
                    int rounds = WARMUPS + Integer.getInteger("rounds", 8);
                    BenchProject project =
                            BenchProject.create(
                                    jenkins.scratch().resolve("project"),
                                    Map.of("check", "{kind: issues, after: []}"),
                                    "",
                                    rounds);
                    Pairs pairs =
                            Pairs.of(jenkins.measure(script(project, rounds, files)), WARMUPS);
                    Row.atMost(
                                    Row.format(
                                            "(c) sealing and archiving %,d files of 1 KiB", files),
                                    pairs,
                                    2.0)
                            .print();
                });
    }

    /** The order of the two changes from round to round; files are made before. */
    private static String script(BenchProject project, int rounds, int files) {
        return """
               def plain(i) {
                 long a = System.currentTimeMillis()
                 archiveArtifacts "bench/f${i}/**"
                 return System.currentTimeMillis() - a
               }
               def sealed(i) {
                 long a = 0
                 withPhase('check') {
                   sh 'cp -r "$WORKSPACE/bench/f' + i + '/." "$LOCKSTEP_EVIDENCE/"'
                   a = System.currentTimeMillis()
                 }
                 return System.currentTimeMillis() - a
               }
               node('bench') {
                 %s
                 for (int i = 1; i <= %d; i++) {
                   sh "rm -rf bench && mkdir -p bench/f${i} && head -c %d /dev/urandom | split -b 1024 -a 4 - bench/f${i}/file-"
                   lockstep(milestone: i) {
                     if (i %% 2 == 0) {
                       long base = plain(i)
                       echo "measured ${base} ${sealed(i)}"
                     } else {
                       long ours = sealed(i)
                       echo "measured ${plain(i)} ${ours}"
                     }
                   }
                 }
               }
               """
                .formatted(project.checkout(), rounds, 1024L * files);
    }
}
