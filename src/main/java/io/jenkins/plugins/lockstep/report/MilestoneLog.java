package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One milestone, as far as its events have come. */
final class MilestoneLog {
    private final int number;
    private final Map<String, PhaseLog> phases = new LinkedHashMap<>();
    private final Map<String, GateLog> gates = new LinkedHashMap<>();
    private String name = "";
    private String started = "";
    private Event end;

    MilestoneLog(int number) {
        this.number = number;
    }

    void name(String newName) {
        name = newName.isEmpty() ? name : newName;
    }

    void take(Event event) {
        started = started.isEmpty() ? event.time() : started;
        if (event.phase().isEmpty()) {
            name(Values.text(event.data(), "name"));
            if (event.type() == Event.Type.MILESTONE_ENDED) {
                end = event;
            } else if (event.type() == Event.Type.MILESTONE_STARTED) {
                end = null;
            }
        } else if (RetryCommand.isGate(event.phase())) {
            gates.computeIfAbsent(event.phase(), GateLog::new).take(event);
        } else {
            phase(event.phase()).take(event);
        }
    }

    void take(SealedPhase sealed) {
        phase(sealed.phase()).take(sealed);
    }

    PhaseLog phase(String phase) {
        return phases.computeIfAbsent(phase, p -> new PhaseLog(number, p));
    }

    /**
     * @param order names of phases, with their prerequisites; others come after them
     */
    Milestone build(Map<String, List<String>> order, String now, boolean open) {
        boolean broken =
                phases.values().stream().anyMatch(PhaseLog::isBroken)
                        || gates.values().stream().anyMatch(GateLog::isBroken);
        order.keySet().forEach(this::phase);
        List<String> names = new ArrayList<>(order.keySet());
        phases.keySet().stream().filter(p -> !order.containsKey(p)).forEach(names::add);
        List<Phase> built = new ArrayList<>();
        for (String one : names) {
            List<String> after = order.getOrDefault(one, List.of());
            built.add(phases.get(one).build(after, now, open, broken));
        }
        List<Gate> builtGates = gates.values().stream().map(g -> g.build(now, open)).toList();
        String ended = end == null ? "" : end.time();
        return new Milestone(
                number,
                name,
                state(built, builtGates, open),
                started,
                ended,
                started.isEmpty() ? 0 : Values.millis(started, end == null ? now : ended),
                built.stream().mapToDouble(Phase::costUsd).sum(),
                List.copyOf(built),
                builtGates);
    }

    private State state(List<Phase> built, List<Gate> builtGates, boolean open) {
        if (open && end == null) {
            return started.isEmpty() ? State.PENDING : State.RUNNING;
        }
        boolean failed =
                built.stream().anyMatch(p -> p.state() == State.FAILED)
                        || builtGates.stream().anyMatch(g -> g.state() == State.FAILED)
                        || end != null && Values.text(end.data(), "state").equals("failed");
        if (failed) {
            return State.FAILED;
        }
        if (!built.isEmpty() && built.stream().allMatch(p -> p.state().counts())) {
            boolean all = built.stream().allMatch(p -> p.state() != State.PROVEN);
            return all ? State.REUSED : State.PROVEN;
        }
        boolean inPart = end != null && Values.text(end.data(), "state").equals("pending");
        return started.isEmpty() || inPart ? State.PENDING : State.INTERRUPTED;
    }
}
