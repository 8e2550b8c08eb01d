package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.cli.doctor.Check;
import io.jenkins.plugins.lockstep.cli.doctor.Checks;
import io.jenkins.plugins.lockstep.cli.doctor.Finding;
import io.jenkins.plugins.lockstep.cli.doctor.Probe;
import io.jenkins.plugins.lockstep.cli.doctor.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int errors = 0;
        int warnings = 0;
        try (Probe probe = new Probe(project.directory())) {
            Surroundings surroundings =
                    Surroundings.of(project.directory(), project.planFile(), probe);
            for (Check check : Checks.ALL) {
                for (Finding finding : check.look(surroundings)) {
                    out.print(finding.text());
                    out.flush();
                    errors += finding.level() == Finding.Level.ERROR ? 1 : 0;
                    warnings += finding.level() == Finding.Level.WARNING ? 1 : 0;
                }
            }
        }
        out.println();
        out.println(summary(errors, warnings));
        return errors == 0 ? ExitCodes.PROVEN : ExitCodes.USAGE;
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
