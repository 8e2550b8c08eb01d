package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.List;

/** One gate, as far as its events have come. */
final class GateLog {
    private final String name;
    private final FailureList failures = new FailureList();
    private List<String> members;
    private State state = State.PENDING;
    private String started = "";
    private String ended = "";
    private String commit = "";
    private String seal = "";
    private String message = "";

    GateLog(String phase) {
        name = phase;
        members = List.of(phase.substring("gate:".length()).split("\\+"));
    }

    void take(Event event) {
        failures.take(event);
        if (!event.message().isEmpty() && event.type() != Event.Type.SEALED) {
            message = event.message();
        }
        String told = Values.text(event.data(), "commit");
        commit = told.isEmpty() ? commit : told;
        String sealed = Values.text(event.data(), "seal");
        seal = sealed.isEmpty() ? seal : sealed;
        if (!Values.list(event.data(), "members").isEmpty()) {
            members = Values.texts(event.data(), "members");
        }
        switch (event.type()) {
            case GATE_STARTED -> {
                state = State.RUNNING;
                started = started.isEmpty() ? event.time() : started;
                failures.clear();
            }
            case GATE_ENDED -> {
                ended = event.time();
                String end = Values.text(event.data(), "state");
                state = end.isEmpty() || end.equals("proven") ? State.PROVEN : State.FAILED;
            }
            case SEALED -> state = State.PROVEN;
            case REUSED -> state = State.REUSED;
            case FAILED -> state = State.FAILED;
            default -> {}
        }
    }

    Gate build(String now, boolean open) {
        State settled = state == State.RUNNING && !open ? State.INTERRUPTED : state;
        return new Gate(
                name,
                members,
                settled,
                started,
                ended,
                started.isEmpty() ? 0 : Values.millis(started, ended.isEmpty() ? now : ended),
                commit,
                seal,
                message,
                failures.list());
    }

    boolean isBroken() {
        return state == State.FAILED;
    }
}
