package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.EventLog;
import io.jenkins.plugins.lockstep.report.LogStory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lockstep logs}: tells one story of a run. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Tells what happened in a run, with the logs of what it ran.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:told", "2:no such run, nothing that fits, or it can't be read"})
public final class LogsCommand implements Callable<Integer> {
    @Mixin private ProjectOptions project;

    @Option(names = "--run", paramLabel = "ID", description = "The run (default: the last).")
    private String run;

    @Option(names = "--milestone", paramLabel = "N", description = "Only this milestone.")
    private int milestone;

    @Option(
            names = "--phase",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only this phase.")
    private String phase;

    @Option(names = "--attempt", paramLabel = "N", description = "Only this attempt.")
    private int attempt;

    @Option(
            names = "--file",
            paramLabel = "PATH",
            defaultValue = "",
            description = "Only the sessions for this file (a path, or its end).")
    private String file;

    @Option(
            names = "--session",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Only this session of the agent.")
    private String session;

    @Option(names = "--follow", description = "Go on until the run ends.")
    private boolean follow;

    @Option(names = "--raw", description = "Agents' streams as they came.")
    private boolean raw;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Path directory = RunDirectory.find(project.directory(), run);
            LogStory.Filter filter = new LogStory.Filter(milestone, phase, attempt, file, session);
            LogStory story =
                    new LogStory(
                            project.directory().resolve(".lockstep"), filter, raw, out::println);
            if (follow) {
                follow(directory, story, out);
            } else if (story.tell(RunDirectory.events(directory)) == 0) {
                earlier(directory, story, out);
            }
            out.flush();
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 2;
        }
    }

    /** What a run took over sealed was made in an earlier one, which is told instead. */
    private void earlier(Path last, LogStory story, PrintWriter out) throws IOException {
        if (run == null) {
            for (Path other : RunDirectory.newestFirst(project.directory())) {
                if (!other.equals(last) && story.tell(RunDirectory.events(other)) > 0) {
                    out.println("(from the earlier run " + other.getFileName() + ")");
                    return;
                }
            }
        }
        throw new IOException(
                "nothing in "
                        + (run == null ? "any run" : "run " + last.getFileName())
                        + " fits; 'lockstep status' names milestones and phases");
    }

    private static void follow(Path directory, LogStory story, PrintWriter out)
            throws IOException, InterruptedException {
        try (WatchService watch = directory.getFileSystem().newWatchService()) {
            directory.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_CREATE);
            EventLog log = new EventLog(RunDirectory.events(directory));
            while (true) {
                List<Event> events = new ArrayList<>();
                log.readOn(events::add);
                for (Event event : events) {
                    story.tellLive(event);
                }
                out.flush();
                boolean ended =
                        !events.isEmpty()
                                && events.get(events.size() - 1).type() == Event.Type.RUN_ENDED;
                if (ended) {
                    return;
                }
                WatchKey key = watch.take();
                key.pollEvents();
                if (!key.reset()) {
                    return;
                }
            }
        }
    }
}
