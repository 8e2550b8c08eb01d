package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.report.RunReports;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep report}: makes a run's {@code run.json} and {@code report.html} anew. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes run.json and report.html of a run anew, and says where they are.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "2:no such run, or it can't be read"})
public final class ReportCommand implements Callable<Integer> {
    @Mixin private ProjectOptions project;

    @Option(names = "--run", paramLabel = "ID", description = "The run (default: the last).")
    private String run;

    @Option(names = "--open", description = "Open it in a browser.")
    private boolean open;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Path directory = RunDirectory.find(project.directory(), run);
            Path report = RunReports.write(directory, List.of());
            out.println(report);
            out.println(directory.resolve("run.json"));
            if (open) {
                browse(report);
            }
            return 0;
        } catch (IOException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static void browse(Path report) throws IOException {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String address = report.toAbsolutePath().toUri().toString();
        List<String> command =
                system.contains("win")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                        : List.of(system.contains("mac") ? "open" : "xdg-open", address);
        new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .getOutputStream()
                .close();
    }
}
