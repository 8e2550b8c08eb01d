package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.evidence.LedgerBrokenException;
import io.jenkins.plugins.lockstep.evidence.LedgerHeldException;
import io.jenkins.plugins.lockstep.git.UserRepository;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.report.RunReports;
import io.jenkins.plugins.lockstep.run.Home;
import io.jenkins.plugins.lockstep.run.Run;
import io.jenkins.plugins.lockstep.run.RunOptions;
import io.jenkins.plugins.lockstep.run.RunOutcome;
import io.jenkins.plugins.lockstep.run.UnfitProjectException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep run}. */
@Command(
        name = "run",
        description = {
            "Takes the plan's milestones through their phases.",
            "What has a valid seal is not run again. What has to be proven anew, because the plan changed or"
                    + " the branch went on, takes over what agents did before as far as it fits."
        })
public class RunCommand implements Callable<Integer> {
    private static final int SHOWN = 5;

    @Mixin private ProjectOptions project;

    @Option(
            names = {"-m", "--milestone"},
            paramLabel = "N",
            description = "Only up to this milestone.")
    private int milestone;

    @Option(
            names = "--phase",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only up to this phase.")
    private String phase;

    @Option(
            names = "--anew",
            description =
                    "Agents do again what no seal fits, even where what they did before could be taken"
                            + " over.")
    private boolean anew;

    @Option(names = "--plain", description = "Plain lines, even on a terminal.")
    private boolean plain;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, PlanException {
        project.readPlan();
        PrintWriter err = spec.commandLine().getErr();
        Home home = Home.of(project.directory());
        RunOptions options =
                new RunOptions(home.project(), project.planFile(), milestone, phase, anew);
        warnOfUncommitted(home.project());
        try (Interruption interruption = new Interruption()) {
            return run(options, home);
        } catch (LedgerHeldException | UnfitProjectException e) {
            err.println(e.getMessage());
            return ExitCodes.USAGE;
        } catch (LedgerBrokenException e) {
            err.println(e.getMessage());
            err.println("'lockstep verify' tells all that is wrong.");
            return ExitCodes.BROKEN;
        } catch (InterruptedException e) {
            err.println("interrupted; what is sealed stands, 'lockstep resume' goes on from there");
            return ExitCodes.INTERRUPTED;
        }
    }

    private int run(RunOptions options, Home home)
            throws PlanException, IOException, InterruptedException {
        RunOutcome outcome;
        try (LiveView view = plain ? LiveView.plain() : LiveView.onStandardOutput()) {
            outcome = Run.execute(options, List.of(view::accept));
        }
        Path report = RunReports.write(outcome.directory(), List.of());
        PrintWriter out = spec.commandLine().getOut();
        out.println("Report  " + shown(report));
        out.println("Ledger  " + shown(home.directory().resolve("ledger.jsonl")));
        out.flush();
        boolean broken =
                outcome.failures().stream()
                        .anyMatch(failure -> failure.failure().cause() == Cause.EVIDENCE_BROKEN);
        if (broken) {
            return ExitCodes.BROKEN;
        }
        return outcome.proven() ? ExitCodes.PROVEN : ExitCodes.FAILED;
    }

    /** A run starts from a commit; the plan alone counts as it lies there. */
    private void warnOfUncommitted(Path directory) throws IOException, InterruptedException {
        UserRepository repository = new UserRepository(directory);
        if (repository.place().isPresent()) {
            return;
        }
        String plan = directory.relativize(project.planFile()).toString();
        List<String> changes =
                repository.uncommitted().stream()
                        .map(change -> change.substring(3))
                        .filter(path -> !path.equals(plan))
                        .toList();
        if (!changes.isEmpty()) {
            String more = changes.size() > SHOWN ? ", …" : "";
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    "not committed, so the run does not see it: "
                            + String.join(", ", changes.subList(0, Math.min(SHOWN, changes.size())))
                            + more);
            err.flush();
        }
    }

    /** From the current directory, where it lies below. */
    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
