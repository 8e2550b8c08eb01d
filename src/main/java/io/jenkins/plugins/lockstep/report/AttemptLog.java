package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.RunData.Attempt;
import io.jenkins.plugins.lockstep.report.RunData.Check;
import io.jenkins.plugins.lockstep.report.RunData.Session;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One attempt, as far as its events have come. */
final class AttemptLog {
    private final int number;
    private final String started;
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final List<Check> checks = new ArrayList<>();
    private final FailureList failures = new FailureList();
    private String activity = "";
    private Event end;

    AttemptLog(Event first) {
        number = first.attempt();
        started = first.time();
    }

    void take(Event event) {
        failures.take(event);
        switch (event.type()) {
            case ATTEMPT_ENDED -> end = event;
            case SESSION_STARTED -> startSession(event);
            case SESSION_ENDED -> endSession(event);
            case TOOL_STARTED -> startCheck(event);
            case TOOL_ENDED -> endCheck(event, State.PROVEN);
            case VALIDATOR_PASSED -> endCheck(event, State.PROVEN);
            case VALIDATOR_FAILED -> endCheck(event, State.FAILED);
            default -> {}
        }
        if (!event.message().isEmpty() && event.type() != Event.Type.ATTEMPT_STARTED) {
            activity = event.message();
        }
    }

    /**
     * @param now the time until which what runs has run
     * @param open whether the run still goes on
     */
    Attempt build(String now, boolean open) {
        State state = state(open);
        String ended = end == null ? "" : end.time();
        double cost = sessions.values().stream().mapToDouble(Session::costUsd).sum();
        long in = sessions.values().stream().mapToLong(Session::inputTokens).sum();
        long out = sessions.values().stream().mapToLong(Session::outputTokens).sum();
        Map<String, Object> data = end == null ? Map.of() : end.data();
        return new Attempt(
                number,
                state,
                started,
                ended,
                Values.number(data, "millis", Values.millis(started, end == null ? now : ended)),
                data.containsKey("costUsd") ? Values.decimal(data, "costUsd") : cost,
                Values.number(data, "inputTokens", in),
                Values.number(data, "outputTokens", out),
                sessions.values().stream().map(one -> current(one, now, open)).toList(),
                List.copyOf(checks),
                state == State.PROVEN ? List.of() : failures.list(),
                end == null ? "" : end.message(),
                state == State.RUNNING ? activity : "");
    }

    boolean hasEnded() {
        return end != null;
    }

    private State state(boolean open) {
        if (end == null) {
            return open ? State.RUNNING : State.INTERRUPTED;
        }
        return Values.text(end.data(), "state").equals("proven") ? State.PROVEN : State.FAILED;
    }

    private Session current(Session session, String now, boolean open) {
        if (session.state() != State.RUNNING) {
            return session;
        }
        boolean running = open && end == null;
        return new Session(
                session.session(),
                session.file(),
                running ? State.RUNNING : State.INTERRUPTED,
                session.started(),
                "",
                Values.millis(session.started(), end == null ? now : end.time()),
                session.costUsd(),
                session.inputTokens(),
                session.outputTokens());
    }

    private void startSession(Event event) {
        sessions.put(
                event.session(),
                new Session(
                        event.session(),
                        event.file(),
                        State.RUNNING,
                        event.time(),
                        "",
                        0,
                        0,
                        0,
                        0));
    }

    private void endSession(Event event) {
        Session begun = sessions.get(event.session());
        String from = begun == null ? event.time() : begun.started();
        String file = begun == null || !event.file().isEmpty() ? event.file() : begun.file();
        boolean failed = !Values.failures(event).isEmpty();
        sessions.put(
                event.session(),
                new Session(
                        event.session(),
                        file,
                        failed ? State.FAILED : State.PROVEN,
                        from,
                        event.time(),
                        Values.number(event.data(), "millis", Values.millis(from, event.time())),
                        Values.decimal(event.data(), "costUsd"),
                        Values.number(event.data(), "inputTokens", 0),
                        Values.number(event.data(), "outputTokens", 0)));
    }

    private void startCheck(Event event) {
        checks.add(new Check(checkName(event), State.RUNNING, event.time(), "", 0, null, -1, ""));
    }

    private void endCheck(Event event, State state) {
        String name = checkName(event);
        if (event.type() != Event.Type.TOOL_ENDED && judge(name, state, event.message())) {
            return;
        }
        boolean tool = event.type() == Event.Type.TOOL_ENDED;
        String from = event.time();
        for (int i = checks.size() - 1; tool && i >= 0; i--) {
            if (checks.get(i).name().equals(name) && checks.get(i).ended().isEmpty()) {
                from = checks.remove(i).started();
                break;
            }
        }
        Integer exit = Values.integer(event.data(), "exitCode");
        boolean bad = tool && (exit == null || exit != 0);
        checks.add(
                new Check(
                        name,
                        bad ? State.FAILED : state,
                        from,
                        event.time(),
                        Values.number(event.data(), "millis", Values.millis(from, event.time())),
                        exit,
                        Values.number(event.data(), "issues", -1),
                        event.message()));
    }

    /** Whether there was a run of that tool, of which this is the verdict. */
    private boolean judge(String name, State state, String message) {
        for (int i = checks.size() - 1; i >= 0; i--) {
            Check ran = checks.get(i);
            if (ran.name().equals(name) && ran.exitCode() != null) {
                checks.set(
                        i,
                        new Check(
                                name,
                                state,
                                ran.started(),
                                ran.ended(),
                                ran.millis(),
                                ran.exitCode(),
                                ran.issues(),
                                message));
                return true;
            }
        }
        return false;
    }

    /** What the data names, or else the message's first word. */
    private static String checkName(Event event) {
        for (String key : List.of("tool", "validator", "name")) {
            if (!Values.text(event.data(), key).isEmpty()) {
                return Values.text(event.data(), key);
            }
        }
        return event.message().split("[\\s:]", 2)[0];
    }
}
