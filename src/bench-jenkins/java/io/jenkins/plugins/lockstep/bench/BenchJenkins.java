package io.jenkins.plugins.lockstep.bench;

import hudson.model.Result;
import hudson.model.queue.QueueTaskFuture;
import hudson.security.ACL;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.runner.Description;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A real Jenkins in this process, with the plugin, and agents in processes of their own. Pipelines
 * take their times themselves, by {@code System.currentTimeMillis()}, and print them as lines that
 * begin with {@code measured}.
 */
final class BenchJenkins implements AutoCloseable {
    private static final String MEASURED = "measured ";

    private final Harness rule = new Harness();
    private final Path scratch;

    private BenchJenkins(Path scratch) {
        this.scratch = scratch;
    }

    /** Something that is measured on a Jenkins. */
    interface Body {
        void run(BenchJenkins jenkins) throws Exception;
    }

    /** The test harness, outside of a test. */
    private static final class Harness extends JenkinsRule {
        Harness() {
            testDescription = Description.createSuiteDescription("benchmark");
        }

        @Override
        public void recipe() {
            ACL.as2(ACL.SYSTEM2);
        }
    }

    /** Starts Jenkins, has it measured, and ends it and this process, whose threads outlive it. */
    static void with(Body body) {
        int exit = 1;
        try (BenchJenkins jenkins = new BenchJenkins(Files.createTempDirectory("jenkins-bench"))) {
            jenkins.rule.before();
            body.run(jenkins);
            exit = 0;
        } catch (Throwable e) {
            e.printStackTrace();
        }
        System.exit(exit);
    }

    /** A directory that is removed at the end. */
    Path scratch() {
        return scratch;
    }

    /**
     * Agents named {@code a1}, {@code a2} …
     *
     * @param number of agents
     */
    void agents(int number) throws Exception {
        for (int i = 1; i <= number; i++) {
            DumbSlave agent = rule.createSlave("a" + i, "bench", null);
            rule.waitOnline(agent);
        }
    }

    WorkflowJob job(String script) throws Exception {
        WorkflowJob job = rule.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    QueueTaskFuture<WorkflowRun> start(WorkflowJob job) {
        return job.scheduleBuild2(0);
    }

    /** Waits for a build, which must succeed. */
    WorkflowRun succeeded(QueueTaskFuture<WorkflowRun> build) throws Exception {
        WorkflowRun run = build.get();
        if (run.getResult() != Result.SUCCESS) {
            throw new IllegalStateException(
                    run + " ended as " + run.getResult() + ":\n" + JenkinsRule.getLog(run));
        }
        return run;
    }

    /** Runs a pipeline, and gives what it measured, a line each, in milliseconds. */
    List<double[]> measure(String script) throws Exception {
        WorkflowRun run = succeeded(start(job(script)));
        return JenkinsRule.getLog(run)
                .lines()
                .filter(line -> line.startsWith(MEASURED))
                .map(line -> millis(line.substring(MEASURED.length())))
                .toList();
    }

    private static double[] millis(String times) {
        return Arrays.stream(times.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() throws Exception {
        rule.after();
        AtomicFiles.deleteTree(scratch);
    }
}
