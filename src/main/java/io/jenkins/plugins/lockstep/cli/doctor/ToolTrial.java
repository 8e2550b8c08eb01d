package io.jenkins.plugins.lockstep.cli.doctor;

import io.jenkins.plugins.lockstep.attempt.Confines;
import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.Checkout;
import io.jenkins.plugins.lockstep.git.Checkouts;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.Use;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.report.Figures;
import io.jenkins.plugins.lockstep.run.Home;
import io.jenkins.plugins.lockstep.run.Setup;
import io.jenkins.plugins.lockstep.run.SetupFailedException;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import io.jenkins.plugins.lockstep.validate.ToolArguments;
import io.jenkins.plugins.lockstep.validate.ToolRun;
import io.jenkins.plugins.lockstep.validate.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs each tool of the plan once, as a phase would: on a clean checkout of the target branch, with
 * the setup, in the sandbox. A command that is wrong shows here, before an agent is paid. Leaves
 * nothing behind.
 */
public final class ToolTrial implements AutoCloseable {
    private final Surroundings surroundings;
    private final Plan plan;
    private final Path directory;
    private final ProcessRunner processes;

    /**
     * @param surroundings with a valid plan
     */
    public ToolTrial(Surroundings surroundings) throws IOException {
        this.surroundings = surroundings;
        this.plan = surroundings.plan();
        this.directory = Files.createTempDirectory("lockstep-doctor").toRealPath();
        this.processes = new ProcessRunner(directory.toString(), surroundings.probe().sandboxes());
    }

    /** Runs them one after the other, and tells each finding as it comes. */
    public void run(Consumer<Finding> findings) throws IOException, InterruptedException {
        Home home = Home.of(surroundings.directory());
        ObjectStore store = ObjectStore.open(directory.resolve("store.git"));
        String commit = store.importCommit(home.project(), plan.project().branch());
        Confines confines =
                new Confines(plan.agent(), home.hidden(), List.of(home.project(), store.path()));
        Setup setup =
                new Setup(
                        processes,
                        plan.limits(),
                        confines,
                        directory.resolve("work"),
                        directory.resolve("logs"),
                        EventSink.NONE);
        try (Checkouts checkouts =
                new Checkouts(
                        store,
                        directory.resolve("work"),
                        plan.workspace(),
                        home.project(),
                        setup)) {
            for (Phase phase : plan.phases().values()) {
                for (Tool tool : phase.isOff() ? List.<Tool>of() : phase.tools()) {
                    try (Checkout checkout = checkouts.lease(Use.PROOF, commit)) {
                        findings.accept(look(phase, tool, run(phase, tool, checkout, confines)));
                    }
                }
            }
        } catch (SetupFailedException e) {
            findings.accept(broken("workspace.setup", e.failure()));
        }
    }

    private ToolRun run(Phase phase, Tool tool, Checkout checkout, Confines confines)
            throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory(directory, "tool-");
        return new ToolRunner(processes, plan.limits())
                .run(
                        tool,
                        checkout.path(),
                        Files.createDirectories(directory.resolve("logs").resolve(phase.name())),
                        Deadline.of(plan.limits().attempt(), "attempt"),
                        ToolArguments.architecture(phase),
                        confines.tool(checkout.path(), temporary),
                        EventSink.NONE);
    }

    private static Finding look(Phase phase, Tool tool, ToolRun run) {
        String who =
                tool.name().equals(phase.name()) ? tool.name() : phase.name() + "/" + tool.name();
        if (run.failure() != null) {
            return broken(who, run.failure());
        }
        String said = "exit " + run.ended().exitCode();
        TestCounts tests = run.tests();
        if (tests != null) {
            said += ", " + Figures.count(tests.ran(), "test") + ", " + tests.failed() + " failed";
        } else if (!tool.format().equals("exit")) {
            said += ", " + Figures.count(run.reported(), "issue");
        }
        String told =
                who + " ran: " + said + ", " + Figures.duration(run.ended().time().toMillis());
        boolean noTests = tests != null && tests.ran() == 0;
        return noTests
                ? Finding.warning(told, "the phase needs a test that runs; see its command")
                : Finding.ok(told);
    }

    private static Finding broken(String who, Failure failure) {
        List<String> last = failure.lastLines();
        String lines = String.join("\n", last.subList(Math.max(0, last.size() - 5), last.size()));
        return Finding.error(
                who + ": " + failure.message() + (lines.isEmpty() ? "" : "\n" + lines),
                "try '"
                        + String.join(" ", failure.command())
                        + "' in a fresh clone; mend the command, or how its output is read");
    }

    @Override
    public void close() throws IOException {
        try {
            processes.close();
        } finally {
            AtomicFiles.deleteTree(directory);
        }
    }
}
