package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.report.RunData.Failed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An event as one line of text. */
public final class EventLine {
    /** What their messages say already. */
    private static final Set<Event.Type> TOLD =
            EnumSet.of(
                    Event.Type.NOTE,
                    Event.Type.SEALED,
                    Event.Type.WAITING,
                    Event.Type.MERGED,
                    Event.Type.TOOL_STARTED,
                    Event.Type.TOOL_ENDED,
                    Event.Type.VALIDATOR_PASSED);

    private EventLine() {}

    /** Where it happened: {@code m1/lint#2}, {@code m1}, or empty for the run. */
    public static String place(Event event) {
        if (event.milestone() == 0) {
            return "";
        }
        String phase = event.phase().isEmpty() ? "" : "/" + SafeText.line(event.phase());
        return "m" + event.milestone() + phase + (event.attempt() > 0 ? "#" + event.attempt() : "");
    }

    /** What happened, without place and time. */
    public static String what(Event event) {
        List<String> parts = new ArrayList<>();
        String type = event.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        boolean told =
                event.type() == Event.Type.NOTE
                        || TOLD.contains(event.type()) && !event.message().isEmpty();
        parts.add(told ? "" : type);
        parts.add(event.file());
        boolean said =
                type.endsWith(event.message())
                        || event.message().equals("attempt " + event.attempt());
        parts.add(told || !said ? event.message() : "");
        parts.addAll(figures(event));
        if (event.type() != Event.Type.ATTEMPT_ENDED) {
            Values.failures(event).forEach(f -> parts.add(cause(f, event.message())));
        }
        parts.removeIf(String::isEmpty);
        return SafeText.line(String.join(" · ", parts));
    }

    /** The failures that an event tells of. */
    public static List<Failed> failures(Event event) {
        FailureList failures = new FailureList();
        failures.take(event);
        return failures.list();
    }

    private static String cause(Failure failure, String said) {
        String cause = failure.cause().text();
        return failure.message().equals(said) ? cause : cause + ": " + failure.message();
    }

    private static List<String> figures(Event event) {
        List<String> parts = new ArrayList<>();
        String state = Values.text(event.data(), "state");
        parts.add(event.message().startsWith(state) ? "" : state);
        parts.add(figure(event, "exitCode", "exit "));
        long issues = Values.number(event.data(), "issues", -1);
        parts.add(issues < 0 ? "" : Figures.count(issues, "issue"));
        long millis = Values.number(event.data(), "millis", -1);
        parts.add(millis < 0 ? "" : Figures.duration(millis));
        parts.add(Figures.cost(Values.decimal(event.data(), "costUsd")));
        String reason = figure(event, "reason", "");
        parts.add(event.message().contains(reason) ? "" : reason);
        String seal = figure(event, "seal", "");
        parts.add(event.message().contains(seal) ? "" : seal);
        return parts;
    }

    private static String figure(Event event, String key, String before) {
        String value = Values.text(event.data(), key);
        return value.isEmpty() ? "" : before + value;
    }
}
