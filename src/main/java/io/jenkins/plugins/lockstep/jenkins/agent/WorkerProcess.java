package io.jenkins.plugins.lockstep.jenkins.agent;

import hudson.FilePath;
import hudson.Launcher;
import io.jenkins.plugins.lockstep.worker.Worker;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.durable_task.BatchScriptStep;
import org.jenkinsci.plugins.workflow.steps.durable_task.DurableTaskStep;
import org.jenkinsci.plugins.workflow.steps.durable_task.ShellStep;

/** The worker as a process of the agent's own Java, run by the execution of a process step. */
public final class WorkerProcess {
    /**
     * Most workers end before more than the first compiler and one collector pay for themselves,
     * and before most methods are worth compiling.
     */
    private static final String QUICK_START =
            "-XX:+IgnoreUnrecognizedVMOptions -XX:TieredStopAtLevel=1"
                    + " -XX:CompileThresholdScaling=5 -XX:+UseSerialGC -Xshare:auto";

    /**
     * The boot loader reads a jar in less time than any other, and does not verify its classes: the
     * jar's digest was checked.
     */
    private static final String BOOT = "-Xbootclasspath/a:";

    private WorkerProcess() {}

    /**
     * An execution that is not started yet.
     *
     * @param directory of the job
     * @param context for the execution
     */
    public static StepExecution start(FilePath workspace, String directory, StepContext context)
            throws Exception {
        WorkerJar.Installed installed = WorkerJar.install(workspace);
        boolean unix = context.get(Launcher.class).isUnix();
        DurableTaskStep step =
                unix
                        ? new ShellStep(shell(installed, directory))
                        : new BatchScriptStep(batch(installed, directory));
        return step.start(context);
    }

    private static String shell(WorkerJar.Installed installed, String directory) {
        return "#!/bin/sh\nexec "
                + quoted(installed.java())
                + " "
                + QUICK_START
                + " "
                + quoted(BOOT + installed.jar())
                + " -cp "
                + quoted(installed.jar())
                + " "
                + Worker.class.getName()
                + " "
                + quoted(directory)
                + "\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static String batch(WorkerJar.Installed installed, String directory)
            throws IOException {
        for (String part : new String[] {installed.java(), installed.jar(), directory}) {
            if (part.indexOf('"') >= 0 || part.indexOf('%') >= 0) {
                throw new IOException("the path " + part + " can't stand in a batch file");
            }
        }
        return "@\""
                + installed.java()
                + "\" "
                + QUICK_START
                + " \""
                + BOOT
                + installed.jar()
                + "\" -cp \""
                + installed.jar()
                + "\" "
                + Worker.class.getName()
                + " \""
                + directory
                + "\"\r\n";
    }
}
