package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.cli.init.Initializer;
import io.jenkins.plugins.lockstep.cli.init.ProjectFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep init}. */
@Command(
        name = "init",
        description = {
            "Writes a first plan for what it finds: Maven, Gradle, npm and TypeScript, Python.",
            "Milestones come from CLAUDE.md: '## Milestones', then '### Milestone N: Title', free text"
                    + " and '- ' criteria."
        })
public final class InitCommand implements Callable<Integer> {
    private static final String REPORTS = ".lockstep-reports";

    @Mixin private ProjectOptions project;

    @Option(names = "--force", description = "Replace a plan that is there.")
    private boolean force;

    @Option(names = "--print", description = "Print the plan and write nothing.")
    private boolean print;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Path directory = project.directory();
        Path plan = project.planFile();
        if (!Files.isDirectory(directory)) {
            err.println("there is no directory " + directory);
            return ExitCodes.USAGE;
        }
        if (Files.exists(plan) && !force && !print) {
            err.println(plan + " is there already; --force replaces it");
            return ExitCodes.USAGE;
        }
        String searchPath = System.getenv().getOrDefault("PATH", "");
        Initializer.Result result = Initializer.draft(new ProjectFiles(directory, searchPath));
        if (print) {
            out.print(result.plan());
            return ExitCodes.PROVEN;
        }
        Files.deleteIfExists(plan);
        Initializer.writeNew(plan, result.plan());
        out.println("wrote " + plan);
        for (Map.Entry<String, String> file : result.files().entrySet()) {
            write(directory.resolve(file.getKey()), file.getValue(), out);
        }
        String kinds = String.join(", ", result.kinds());
        out.println("found: " + (kinds.isEmpty() ? "no build that init knows" : kinds));
        out.println(
                result.milestones() == 0
                        ? "milestones: CLAUDE.md has none ('## Milestones', '### Milestone 1: Title');"
                                + " replace the plan's example"
                        : "milestones: " + result.milestones() + " from CLAUDE.md");
        result.off().forEach((phase, reason) -> out.println("off:   " + phase + ": " + reason));
        if (result.plan().contains(REPORTS) && !ignores(directory)) {
            ignore(directory.resolve(".gitignore"));
            out.println("added " + REPORTS + "/ to .gitignore: tools write their reports there");
        }
        out.println("next:  look the plan over, commit it and what was written, 'lockstep doctor'");
        return ExitCodes.PROVEN;
    }

    private static boolean ignores(Path directory) throws IOException {
        Path file = directory.resolve(".gitignore");
        return Files.isRegularFile(file) && Files.readString(file).contains(REPORTS);
    }

    private static void ignore(Path file) throws IOException {
        String text = Files.exists(file) ? Files.readString(file) : "";
        String newline = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        Files.writeString(file, text + newline + REPORTS + "/\n");
    }

    private static void write(Path file, String content, PrintWriter out) throws IOException {
        if (Files.exists(file)) {
            out.println("kept  " + file);
        } else {
            Initializer.writeNew(file, content);
            out.println("wrote " + file);
        }
    }
}
