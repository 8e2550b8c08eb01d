package io.jenkins.plugins.lockstep.agent;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Limits;
import io.jenkins.plugins.lockstep.plan.Plan;
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
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs sessions of a coding agent: waits for the governor, starts the agent's program, reads its
 * stream, and tries again when the provider's rate limit stopped it. Safe for use by many threads.
 */
public final class AgentRunner {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final ProcessRunner processes;
    private final Governor governor;
    private final Plan.AgentConfig config;
    private final Limits limits;
    private final Clock clock;
    private final Backoff backoff;

    public AgentRunner(
            ProcessRunner processes, Governor governor, Plan.AgentConfig config, Limits limits) {
        this(
                processes,
                governor,
                config,
                limits,
                Clock.systemUTC(),
                new Backoff(
                        FIRST_PAUSE, LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextLong()));
    }

    AgentRunner(
            ProcessRunner processes,
            Governor governor,
            Plan.AgentConfig config,
            Limits limits,
            Clock clock,
            Backoff backoff) {
        this.processes = processes;
        this.governor = governor;
        this.config = config;
        this.limits = limits;
        this.clock = clock;
        this.backoff = backoff;
    }

    /**
     * Runs one session to its end; never fails because of what the agent does, but tells it in the
     * result. Whether what it left is proven all the same, is the caller's to decide.
     *
     * @throws IOException if we ourselves can't do our part (disk full, say)
     */
    public SessionResult run(SessionSpec spec, Deadline deadline, EventSink events)
            throws IOException, InterruptedException {
        Session session = new Session(spec, deadline, events);
        SessionResult result = session.run();
        events.emit(
                Event.Type.SESSION_ENDED,
                spec.session(),
                spec.file(),
                result.failure() == null ? "session ended" : result.failure().message(),
                Map.of(
                        "costUsd", result.costUsd(),
                        "inputTokens", result.inputTokens(),
                        "outputTokens", result.outputTokens(),
                        "waits", result.waits(),
                        "millis", result.ended().time().toMillis()));
        return result;
    }

    /** One session, over all its tries. */
    private final class Session {
        private final SessionSpec spec;
        private final Deadline deadline;
        private final EventSink events;
        private final AgentCommand command;
        private final Path promptFile;
        private double cost;
        private long input;
        private long output;
        private int waits;

        Session(SessionSpec spec, Deadline deadline, EventSink events) throws IOException {
            this.spec = spec;
            this.deadline = deadline;
            this.events = events;
            this.promptFile =
                    PromptFile.write(spec.in().toAbsolutePath(), spec.session(), spec.prompt());
            this.command =
                    AgentCommand.of(
                            config.command(),
                            config.modelFor(spec.phase()),
                            spec.prompt(),
                            promptFile.toString());
        }

        SessionResult run() throws IOException, InterruptedException {
            try (PrivateTemp temp = PrivateTemp.beside(spec.out(), spec.session())) {
                while (true) {
                    SessionResult result = attempt(temp.path());
                    if (result != null) {
                        return result;
                    }
                }
            }
        }

        /** One try; null if there has to be another, for which the time has come. */
        private SessionResult attempt(Path temp) throws IOException, InterruptedException {
            StreamReader stream = StreamReader.of(config.output(), clock);
            Permit permit;
            try {
                permit = governor.acquire(this::waiting, deadline);
            } catch (TimeoutException e) {
                return refused(e.getMessage());
            }
            Ended ended;
            try {
                started();
                ended = once(stream, temp);
            } finally {
                permit.close();
            }
            AgentReport report = stream.report();
            cost += report.costUsd();
            input += report.inputTokens();
            output += report.outputTokens();
            Failure failure = Outcome.of(spec, command.argv(), ended, report, clock);
            if (failure == null || failure.cause() != Cause.RATE_LIMITED) {
                return result(ended, report, failure);
            }
            RateLimit limit = Outcome.limit(ended, report, clock);
            Duration pause = backoff.pause(waits, limit == null ? null : limit.pause());
            governor.rateLimited(pause);
            if (pause.compareTo(deadline.left()) >= 0) {
                return result(ended, report, Outcome.tooLong(failure, pause, deadline));
            }
            pause(pause);
            return null;
        }

        private void pause(Duration pause) throws IOException, InterruptedException {
            waits++;
            events.emit(
                    Event.Type.WAITING,
                    spec.session(),
                    spec.file(),
                    "rate limited; next try in " + Outcome.text(pause),
                    Map.of("millis", pause.toMillis(), "waits", waits));
            Files.move(
                    spec.log(),
                    spec.log().resolveSibling(spec.log().getFileName() + ".limited-" + waits),
                    StandardCopyOption.REPLACE_EXISTING);
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }

        private Ended once(StreamReader stream, Path temp)
                throws IOException, InterruptedException {
            Deadline until =
                    deadline.within(
                            limits.session(), "session (" + Outcome.text(limits.session()) + ")");
            Caps caps =
                    new Caps(
                            limits.logBytes(),
                            limits.memoryBytes(),
                            limits.diskBytes(),
                            spec.checkout(),
                            List.of(spec.out(), temp));
            Command process =
                    new Command(
                            command.argv(),
                            spec.checkout(),
                            environment(temp),
                            command.promptOnStdin() ? promptFile : null,
                            sandbox(temp));
            return processes.run(process, until, caps, spec.log(), stream::line);
        }

        private Sandbox sandbox(Path temp) {
            return spec.sandbox().withWritable(temp);
        }

        private Map<String, String> environment(Path temp) {
            Map<String, String> environment = new TreeMap<>(Environments.minimal());
            for (String name : config.environment()) {
                String value = System.getenv(name);
                if (value != null) {
                    environment.put(name, value);
                }
            }
            environment.putAll(spec.environment());
            environment.put("TMPDIR", temp.toString());
            environment.put("LOCKSTEP_EVIDENCE", spec.out().toAbsolutePath().toString());
            environment.put("LOCKSTEP_INPUT", spec.in().toAbsolutePath().toString());
            environment.put("LOCKSTEP_PHASE", spec.phase());
            environment.put("LOCKSTEP_SESSION", spec.session());
            environment.put("LOCKSTEP_FILE", spec.file());
            return environment;
        }

        private void waiting(Duration time) {
            events.emit(
                    Event.Type.WAITING,
                    spec.session(),
                    spec.file(),
                    time.isZero()
                            ? "waits for another session to end"
                            : "waits for the governor, " + Outcome.text(time) + " at least",
                    Map.of("millis", time.toMillis()));
        }

        private void started() {
            String program = program(command.argv());
            String model = config.modelFor(spec.phase());
            events.emit(
                    Event.Type.SESSION_STARTED,
                    spec.session(),
                    spec.file(),
                    program + (model.isEmpty() ? "" : " with " + model),
                    Map.of("program", program, "model", model, "try", waits + 1));
        }

        /** The program's name, for a person: not the shell's that starts it. */
        private static String program(List<String> argv) {
            String line = argv.isEmpty() ? "" : argv.get(0);
            if (line.matches("(.*/)?(sh|bash)") && argv.size() > 1) {
                line = argv.get(argv.get(1).equals("-c") && argv.size() > 2 ? 2 : 1);
            }
            String first = line.strip().split("\\s+", 2)[0];
            return first.substring(first.lastIndexOf('/') + 1);
        }

        private SessionResult result(Ended ended, AgentReport report, Failure failure) {
            return new SessionResult(
                    spec.session(),
                    report.agentSession(),
                    ended,
                    report.claim(),
                    cost,
                    input,
                    output,
                    waits,
                    failure);
        }

        /** The deadline passed before the governor let us start. */
        private SessionResult refused(String why) throws IOException, InterruptedException {
            // A process that may not start any more: gives the log and its digest.
            Deadline passed = Deadline.in(Duration.ZERO, deadline.limit());
            Command none =
                    new Command(command.argv(), spec.checkout(), Map.of(), null, spec.sandbox());
            Ended ended = processes.run(none, passed, Caps.NONE, spec.log(), null);
            AgentReport report = StreamReader.of("text", clock).report();
            Failure failure =
                    Failure.of("agent", Cause.TIME_LIMIT, why)
                            .withSession(spec.session(), spec.file());
            return result(ended, report, failure);
        }
    }
}
