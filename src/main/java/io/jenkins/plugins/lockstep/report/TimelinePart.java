package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.report.RunData.Attempt;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.Session;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** When what ran: a picture for each milestone, with a row for each phase and gate. */
final class TimelinePart {
    private static final int OPEN_UP_TO = 3;

    private final RunData run;

    TimelinePart(RunData run) {
        this.run = run;
    }

    void write(Html html) {
        List<Milestone> ran = run.milestones().stream().filter(m -> !rows(m).isEmpty()).toList();
        if (ran.isEmpty()) {
            return;
        }
        html.open("section", "id", "timeline", "aria-labelledby", "h-timeline");
        html.element("h2", "Timeline", "id", "h-timeline");
        html.open("p", "class", "key").text("Each bar is an attempt; the thin lines under it are ");
        html.text("sessions of the agent, one for each file where a phase is fixed by file.");
        html.close("p");
        for (Milestone milestone : ran) {
            html.open("details", "open", ran.size() <= OPEN_UP_TO ? "" : null);
            html.open("summary").icon(milestone.state(), false);
            html.element("b", "M" + milestone.number()).text(" " + milestone.name());
            html.element("small", Figures.duration(milestone.millis())).close("summary");
            html.open("div", "class", "wide");
            new TimelineChart(rows(milestone)).write(html, "M" + milestone.number());
            html.close("div", "details");
        }
        html.close("section");
    }

    private static List<TimelineChart.Row> rows(Milestone milestone) {
        List<TimelineChart.Row> rows = new ArrayList<>();
        for (Phase phase : milestone.phases()) {
            if (!phase.attempts().isEmpty()) {
                rows.add(row(milestone, phase));
            }
        }
        for (Gate gate : milestone.gates()) {
            if (!gate.started().isEmpty()) {
                rows.add(
                        new TimelineChart.Row(
                                gate.name().replace("gate:", "⋈ "),
                                "#m" + milestone.number(),
                                List.of(bar("", gate.state(), gate.started(), gate.millis())),
                                List.of()));
            }
        }
        return rows.stream()
                .filter(row -> row.start() > 0)
                .sorted((a, b) -> Long.compare(a.start(), b.start()))
                .toList();
    }

    private static TimelineChart.Row row(Milestone milestone, Phase phase) {
        List<TimelineChart.Bar> bars = new ArrayList<>();
        for (Attempt attempt : phase.attempts()) {
            String label = phase.attempts().size() > 1 ? "#" + attempt.number() : "";
            bars.add(bar(label, attempt.state(), attempt.started(), attempt.millis()));
        }
        Stream<Session> sessions = phase.attempts().stream().flatMap(a -> a.sessions().stream());
        List<TimelineChart.Bar> thin =
                sessions.map(
                                s ->
                                        bar(
                                                s.file().isEmpty() ? s.session() : s.file(),
                                                s.state(),
                                                s.started(),
                                                s.millis()))
                        .sorted((a, b) -> Long.compare(a.start(), b.start()))
                        .toList();
        String link = "#" + MatrixPart.anchor(milestone.number(), phase.name());
        return new TimelineChart.Row(phase.name(), link, bars, thin);
    }

    private static TimelineChart.Bar bar(String label, State state, String started, long millis) {
        long start = Values.millis("1970-01-01T00:00:00Z", started);
        return new TimelineChart.Bar(label, state, start, start + millis);
    }
}
