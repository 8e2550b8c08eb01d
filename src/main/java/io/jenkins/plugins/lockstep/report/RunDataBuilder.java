package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes {@link RunData} of a run's events, at any time of the run. Not safe for use by several
 * threads.
 *
 * <p>Beyond what {@link Event.Type} says, it takes from the events' data, where there:
 *
 * <ul>
 *   <li>{@code RUN_STARTED}: {@code project}, {@code plan}, {@code milestones} (each {@code number}
 *       and {@code name}), {@code phases} (each {@code name} and {@code after}, in order)
 *   <li>{@code SEALED}, {@code REUSED}: {@code seal}, {@code commit}, {@code evidence} (each {@code
 *       name}, {@code digest}, {@code size}); {@code REUSED} also {@code attempt} and {@code run}
 *   <li>{@code WAIVED}: {@code reason}
 *   <li>{@code RUN_ENDED}, {@code MILESTONE_ENDED}, {@code ATTEMPT_ENDED}, {@code GATE_ENDED}:
 *       {@code state}
 *   <li>any: {@code failure}, {@code failures} and {@code retry}
 * </ul>
 */
public final class RunDataBuilder {
    private static final int MOST_NOTES = 200;

    private final Map<Integer, MilestoneLog> milestones = new TreeMap<>();
    private final Map<String, List<String>> order = new LinkedHashMap<>();
    private final FailureList failures = new FailureList();
    private final List<String> notes = new ArrayList<>();
    private String project = "";
    private String run = "";
    private String plan = "";
    private String started = "";
    private String last = "";
    private Event end;
    private long unreadable;

    /**
     * Reads a whole {@code events.jsonl}.
     *
     * @throws IOException if it cannot be read
     */
    public static RunDataBuilder read(Path events) throws IOException {
        RunDataBuilder builder = new RunDataBuilder();
        builder.unreadable = EventLog.read(events, builder::take);
        return builder;
    }

    /** Takes the next event. */
    public void take(Event event) {
        run = event.run().isEmpty() ? run : event.run();
        started = started.isEmpty() ? event.time() : started;
        last = event.time();
        switch (event.type()) {
            case RUN_STARTED -> start(event);
            case RUN_ENDED -> {
                end = event;
                failures.take(event);
            }
            default -> {
                end = null;
                if (event.milestone() > 0) {
                    milestone(event.milestone()).take(event);
                } else {
                    failures.take(event);
                    note(event);
                }
            }
        }
    }

    /** Adds what the ledger knows of this run's phases. */
    public void take(SealedPhase sealed) {
        milestone(sealed.milestone()).take(sealed);
    }

    /** As of the last event: what has not ended by then was interrupted. */
    public RunData build() {
        return build(last, false);
    }

    /** As of {@code now}, an ISO-8601 time: what has not ended still runs. */
    public RunData buildLive(String now) {
        return build(now, end == null);
    }

    private RunData build(String now, boolean open) {
        List<Milestone> built =
                milestones.values().stream().map(m -> m.build(order, now, open)).toList();
        List<Phase> phases = built.stream().flatMap(m -> m.phases().stream()).toList();
        List<String> names = new ArrayList<>(order.keySet());
        phases.stream()
                .map(Phase::name)
                .filter(n -> !order.containsKey(n))
                .distinct()
                .forEach(names::add);
        String ended = end == null ? "" : end.time();
        return new RunData(
                RunData.FORMAT,
                project,
                run,
                plan,
                state(built, open),
                started,
                ended,
                Values.millis(started, end == null ? now : ended),
                phases.stream().mapToDouble(Phase::costUsd).sum(),
                phases.stream().mapToLong(Phase::inputTokens).sum(),
                phases.stream().mapToLong(Phase::outputTokens).sum(),
                List.copyOf(names),
                built,
                failures.list(),
                List.copyOf(notes),
                unreadable);
    }

    private State state(List<Milestone> built, boolean open) {
        if (end == null) {
            return open ? State.RUNNING : State.INTERRUPTED;
        }
        return switch (Values.text(end.data(), "state")) {
            case "proven" -> State.PROVEN;
            case "interrupted" -> State.INTERRUPTED;
            case "failed" -> State.FAILED;
            case "pending" -> State.PENDING;
            default ->
                    built.stream().allMatch(m -> m.state().counts()) ? State.PROVEN : State.FAILED;
        };
    }

    private void start(Event event) {
        project = Values.text(event.data(), "project");
        plan = Values.text(event.data(), "plan");
        end = null;
        for (Map<String, Object> phase : Values.maps(event.data(), "phases")) {
            order.put(Values.text(phase, "name"), Values.texts(phase, "after"));
        }
        order.remove("");
        for (Map<String, Object> one : Values.maps(event.data(), "milestones")) {
            int number = (int) Values.number(one, "number", 0);
            if (number > 0) {
                milestone(number).name(Values.text(one, "name"));
            }
        }
    }

    private void note(Event event) {
        if (!event.message().isEmpty() && notes.size() < MOST_NOTES) {
            notes.add(event.message());
        }
    }

    private MilestoneLog milestone(int number) {
        return milestones.computeIfAbsent(number, MilestoneLog::new);
    }
}
