package io.jenkins.plugins.lockstep.bench;

import hudson.model.queue.QueueTaskFuture;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;

/**
 * What the controller holds while 50 phases run: heap after a collection, against the heap before
 * the build, and threads with our code on their stack. Beside it the same with bare {@code sh}
 * steps in as many branches.
 */
public final class JenkinsHeapBench {
    private static final int PHASES = 50;
    private static final int WARMUPS = 1;
    private static final double KIB = 1024;
    private static final String OURS = "io.jenkins.plugins.lockstep.";
    private static final String BENCH = OURS + "bench.";

    private final BenchJenkins jenkins;
    private final int rounds = WARMUPS + Integer.getInteger("rounds", 2);
    private int round;

    private record Footprint(double kibPerPhase, int threads, int ours) {}

    private JenkinsHeapBench(BenchJenkins jenkins) {
        this.jenkins = jenkins;
    }

    public static void main(String[] args) {
        BenchJenkins.with(
                jenkins -> {
                    jenkins.agents(1);
                    new JenkinsHeapBench(jenkins).measure();
                });
    }

    private void measure() throws Exception {
        Map<String, String> phases = new LinkedHashMap<>();
        names().forEach(name -> phases.put(name, "{kind: issues, after: []}"));
        BenchProject project =
                BenchProject.create(jenkins.scratch().resolve("project"), phases, "", 1);
        List<Footprint> bare = new ArrayList<>();
        List<Footprint> ours = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            bare.add(running(script(project, "sh BODY")));
            ours.add(running(script(project, "withPhase(name) { sh BODY }")));
        }
        double base = median(bare);
        double all = median(ours);
        new Row(
                        "(d) heap of a running phase, of "
                                + PHASES
                                + ", against a branch's with sh",
                        kib(base),
                        kib(all),
                        kib(all),
                        "< 1,024 KiB",
                        all < KIB)
                .print();
        int most = ours.stream().mapToInt(Footprint::ours).max().orElseThrow();
        new Row(
                        "(d) threads with our code, while " + PHASES + " phases run",
                        threads(bare),
                        threads(ours),
                        Integer.toString(most),
                        "0",
                        most == 0)
                .print();
    }

    private double median(List<Footprint> all) {
        return Pairs.median(
                all.subList(WARMUPS, all.size()).stream().map(Footprint::kibPerPhase).toList());
    }

    private static String kib(double kib) {
        return Row.format("%,.0f KiB", kib);
    }

    private static String threads(List<Footprint> all) {
        return all.get(all.size() - 1).threads() + " threads in all";
    }

    /** Measures while all branches of a build sleep, then lets them end. */
    private Footprint running(String script) throws Exception {
        Path signs = Files.createDirectory(jenkins.scratch().resolve("round" + ++round));
        WorkflowJob job = jenkins.job(script.replace("BODY", body(signs)));
        double before = heap();
        QueueTaskFuture<WorkflowRun> build = jenkins.start(job);
        while (count(signs) < PHASES) {
            if (build.isDone()) {
                jenkins.succeeded(build);
                throw new IllegalStateException("the build ended before its branches ran");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        TimeUnit.SECONDS.sleep(3);
        double used = heap() - before;
        List<StackTraceElement[]> stacks = List.copyOf(Thread.getAllStackTraces().values());
        int ours = (int) stacks.stream().filter(JenkinsHeapBench::isOurs).count();
        Files.createFile(signs.resolve("end"));
        jenkins.succeeded(build);
        job.delete();
        return new Footprint(used / KIB / PHASES, stacks.size(), ours);
    }

    private static String body(Path signs) {
        return "'cd %s && touch $(mktemp run-XXXXXX) && while [ ! -e end ]; do sleep 1; done'"
                .formatted(signs);
    }

    private static long count(Path signs) throws Exception {
        try (var files = Files.list(signs)) {
            return files.count();
        }
    }

    private static boolean isOurs(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String name = frame.getClassName();
            if (name.startsWith(OURS) && !name.startsWith(BENCH)) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that are in use when all is collected that can be. */
    private static double heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            least = Math.min(least, used);
        }
        return least;
    }

    private static List<String> names() {
        return IntStream.rangeClosed(1, PHASES).mapToObj("p%02d"::formatted).toList();
    }

    private static String script(BenchProject project, String branch) {
        String names =
                names().stream()
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(", ", "[", "]"));
        return """
               def names = %s
               node('bench') {
                 %s
                 lockstep(milestone: 1) {
                   parallel names.collectEntries { name -> [name, { %s }] }
                 }
               }
               """
                .formatted(names, project.checkout(), branch);
    }
}
