package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.FileNames;
import io.jenkins.plugins.lockstep.plan.PlanException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's root. */
@Command(
        name = "lockstep",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Takes a project's milestones through phases whose work is proven by real tools and"
                        + " sealed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:proven, or done",
            "1:a phase failed",
            "2:bad usage or plan, or a project not fit to run",
            "3:evidence is broken",
            "4:interrupted",
            "70:a defect of Lockstep or of the machine (disk full, say)"
        })
public final class Main {
    private Main() {}

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        CommandLine line = line(arguments);
        int code = line.execute(arguments);
        line.getOut().flush();
        line.getErr().flush();
        System.exit(code);
    }

    /** Runs the command with output of one's own; for tests and the demo. */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int code = line(arguments).setOut(out).setErr(err).execute(arguments);
        out.flush();
        err.flush();
        return code;
    }

    private static CommandLine line(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        for (Class<?> command : commands(arguments)) {
            line.addSubcommand(command);
        }
        return line.setExpandAtFiles(false)
                .setParameterExceptionHandler(Main::badUsage)
                .setExecutionExceptionHandler((e, failing, parsed) -> failed(e, failing));
    }

    /**
     * All of them; for {@code status}, which must be quick, that one without loading the others.
     */
    private static List<Class<?>> commands(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("status")) {
            return List.of(StatusCommand.class);
        }
        return List.of(
                InitCommand.class,
                DoctorCommand.class,
                PlanCommand.class,
                RunCommand.class,
                ResumeCommand.class,
                StatusCommand.class,
                LogsCommand.class,
                VerifyCommand.class,
                ReportCommand.class,
                CommandLine.HelpCommand.class);
    }

    private static int badUsage(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().qualifiedName();
        err.println(line.getColorScheme().errorText(wrong(e, name)));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("'" + name + " --help' tells what there is.");
        return ExitCodes.USAGE;
    }

    private static String wrong(ParameterException e, String name) {
        if (e.getMessage().contains("InvalidPathException") && !FileNames.areUtf8()) {
            return "in this locale Java can't open a path of that name; " + FileNames.REMEDY;
        }
        if (!(e instanceof UnmatchedArgumentException unmatched)
                || unmatched.isUnknownOption()
                || unmatched.getUnmatched().isEmpty()) {
            return e.getMessage();
        }
        String argument = unmatched.getUnmatched().get(0);
        boolean command = e.getCommandLine().getParent() == null;
        return command
                ? "there is no command '" + argument + "'"
                : "'" + name + "' takes no argument '" + argument + "'";
    }

    private static int failed(Exception e, CommandLine line) {
        PrintWriter err = line.getErr();
        if (e instanceof PlanException) {
            err.println(e.getMessage());
            return ExitCodes.USAGE;
        }
        if (e instanceof InterruptedException) {
            err.println("interrupted");
            return ExitCodes.INTERRUPTED;
        }
        if (e instanceof IOException) {
            String kind = e.getClass().getSimpleName();
            err.println("lockstep: " + kind + ": " + e.getMessage());
            return ExitCodes.INTERNAL;
        }
        err.println("lockstep: a defect of Lockstep; please report it with what follows");
        e.printStackTrace(err);
        return ExitCodes.INTERNAL;
    }
}
