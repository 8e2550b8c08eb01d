package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.cli.doctor.Check;
import io.jenkins.plugins.lockstep.cli.doctor.Checks;
import io.jenkins.plugins.lockstep.cli.doctor.Finding;
import io.jenkins.plugins.lockstep.cli.doctor.Probe;
import io.jenkins.plugins.lockstep.cli.doctor.Surroundings;
import io.jenkins.plugins.lockstep.cli.doctor.ToolTrial;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep doctor}. */
@Command(
        name = "doctor",
        description = {
            "Checks, before money is spent, whether the plan can run here.",
            "Exits with 0 if nothing stands in the way, with 2 otherwise."
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin private ProjectOptions project;

    @Option(
            names = "--tools",
            description =
                    "Also runs each tool once, on a clean checkout of the branch, if nothing else stands in"
                            + " the way.")
    private boolean tools;

    @Spec private CommandSpec spec;

    private int errors;
    private int warnings;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Probe probe = new Probe(project.directory())) {
            Surroundings surroundings =
                    Surroundings.of(project.directory(), project.planFile(), probe);
            for (Check check : Checks.ALL) {
                check.look(surroundings).forEach(this::tell);
            }
            if (tools && errors == 0) {
                try (ToolTrial trial = new ToolTrial(surroundings)) {
                    trial.run(this::tell);
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println(summary(errors, warnings));
        return errors == 0 ? ExitCodes.PROVEN : ExitCodes.USAGE;
    }

    private void tell(Finding finding) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(finding.text());
        out.flush();
        errors += finding.level() == Finding.Level.ERROR ? 1 : 0;
        warnings += finding.level() == Finding.Level.WARNING ? 1 : 0;
    }

    private static String summary(int errors, int warnings) {
        if (errors + warnings == 0) {
            return "All is well: 'lockstep run' can begin.";
        }
        String counts =
                errors
                        + (errors == 1 ? " error, " : " errors, ")
                        + warnings
                        + (warnings == 1 ? " warning" : " warnings");
        return errors == 0 ? counts + ": 'lockstep run' can begin." : counts + ".";
    }
}
