package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Limits;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Caps;
import io.jenkins.plugins.lockstep.process.Command;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Ended;
import io.jenkins.plugins.lockstep.process.Environments;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a tool of the plan in a checkout and reads what it says.
 *
 * <p>A tool that can't start, exits non-zero with nothing to parse, is killed or ended by a limit,
 * or whose report is missing, old or malformed, gives a failure with a cause of its own: never an
 * empty list of issues that could be taken for "clean".
 */
public final class ToolRunner {
    /** For reading, after the tool has ended; the caller's deadline holds besides. */
    private static final Duration READING = Duration.ofMinutes(2);

    private final Launcher launcher;
    private final Limits limits;
    private final Clock clock;

    public ToolRunner(ProcessRunner processes, Limits limits) {
        this(processes, limits, Clock.systemUTC());
    }

    /**
     * @param clock the one by which files get their times
     */
    public ToolRunner(ProcessRunner processes, Limits limits, Clock clock) {
        this.launcher =
                (command, deadline, log) ->
                        processes.run(
                                command,
                                deadline,
                                new Caps(
                                        limits.logBytes(),
                                        limits.memoryBytes(),
                                        limits.diskBytes(),
                                        command.directory()),
                                log,
                                null);
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Runs the tool to its end. Files in the checkout that match its report's glob are removed
     * before.
     *
     * @param checkout a clean checkout that no agent's process can reach
     * @param logs directory; the tool's log is {@code <name>.log} there
     * @param placeholders see {@link ToolArguments}
     * @throws IOException if our own part fails, such as a full disk
     */
    public ToolRun run(
            Tool tool,
            Path checkout,
            Path logs,
            Deadline deadline,
            Map<String, String> placeholders,
            Sandbox sandbox,
            EventSink events)
            throws IOException, InterruptedException {
        ToolLog log = ToolLog.in(logs, tool);
        List<String> command = ToolArguments.fill(tool, checkout, placeholders);
        ReportFiles reports = new ReportFiles(checkout, tool.report());
        IssueCollector issues = new IssueCollector(tool.name(), new CheckoutPaths(checkout));
        ReportReader.Findings findings = new ReportReader.Findings(issues, new TestTally());
        if (!tool.report().isEmpty()) {
            reports.clear();
        }
        Instant before = clock.instant();
        Ended ended = start(tool, command, checkout, log, deadline, sandbox, events);
        FileTime start = FileTime.from(earlier(before, clock.instant().minus(ended.time())));
        Failure failure = ToolFailures.ofEnd(tool, command, ended, log.relative());
        if (failure == null) {
            failure = read(tool, command, ended, reports, start, log, deadline, findings);
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("while reading what " + tool.name() + " said");
        }
        boolean counts = failure == null && tool.format().equals("junit");
        ToolRun run =
                new ToolRun(
                        tool,
                        command,
                        ended,
                        issues.issues(),
                        issues.reported(),
                        counts ? findings.tests().counts() : null,
                        failure);
        events.emit(Event.Type.TOOL_ENDED, "", "", tool.name() + " ended", data(run, log));
        return run;
    }

    /** Of a clock that was set back meanwhile, what it would have said before counts. */
    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Ended start(
            Tool tool,
            List<String> command,
            Path checkout,
            ToolLog log,
            Deadline deadline,
            Sandbox sandbox,
            EventSink events)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Environments.minimal());
        environment.putAll(tool.environment());
        Duration limit = tool.timeout() == null ? limits.tool() : tool.timeout();
        Files.createDirectories(log.file().getParent());
        events.emit(Event.Type.TOOL_STARTED, "", "", tool.name() + " starts", Map.of());
        return launcher.run(
                new Command(command, checkout, environment, null, sandbox),
                deadline.within(limit, "tool " + tool.name()),
                log.file());
    }

    private Failure read(
            Tool tool,
            List<String> command,
            Ended ended,
            ReportFiles reports,
            FileTime start,
            ToolLog log,
            Deadline deadline,
            ReportReader.Findings findings)
            throws IOException, InterruptedException {
        Deadline reading = deadline.within(READING, "reading what " + tool.name() + " said");
        try {
            if (!tool.format().equals("exit")) {
                ReportReader reader = reader(tool, log);
                if (tool.report().isEmpty()) {
                    reader.read(source(log.file(), true, reading), findings);
                } else {
                    for (Path report : reports.since(start)) {
                        log.keep(report);
                        reader.read(source(report, false, reading), findings);
                    }
                }
            }
        } catch (Unreadable e) {
            return ToolFailures.unreadable(
                    tool, command, ended, log.relative(), e, findings.issues().issues());
        }
        boolean silent = findings.issues().reported() == 0;
        boolean saysWhy = tool.format().equals("junit") && findings.tests().counts().ran() == 0;
        return !ended.succeeded() && silent && !saysWhy
                ? ToolFailures.silent(tool, command, ended, log.relative())
                : null;
    }

    private static ReportReader.Source source(Path file, boolean isLog, Deadline deadline) {
        return new ReportReader.Source(file, isLog, deadline);
    }

    private ReportReader reader(Tool tool, ToolLog log) throws Unreadable {
        return switch (tool.format()) {
            case "sarif" -> new SarifReader();
            case "junit" -> new JUnitReader();
            case "checkstyle" -> new CheckstyleReader();
            case "regex" -> new RegexReader(tool.pattern());
            case "parser" ->
                    tool.parser().equals(JdepsCyclesReader.NAME)
                            ? new JdepsCyclesReader()
                            : new LibraryReader(tool.parser(), launcher, log);
            default -> throw new Unreadable("there is no format '" + tool.format() + "'");
        };
    }

    private static Map<String, Object> data(ToolRun run, ToolLog log) {
        Map<String, Object> data = new HashMap<>();
        data.put("tool", run.tool().name());
        data.put("log", log.relative());
        data.put("issues", run.reported());
        data.put("millis", run.ended().time().toMillis());
        if (run.ended().how() == Ended.How.EXITED) {
            data.put("exitCode", run.ended().exitCode());
        }
        if (run.failure() != null) {
            data.put("cause", run.failure().cause().name());
        }
        return data;
    }
}
