package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Milestones × phases. */
final class MatrixPart {
    private static final int FULL_CELLS_UP_TO = 6;

    private final RunData run;
    private final boolean full;

    MatrixPart(RunData run) {
        this.run = run;
        full = run.milestones().size() <= FULL_CELLS_UP_TO;
    }

    void write(Html html) {
        html.open("section", "id", "matrix", "aria-labelledby", "h-matrix");
        html.element("h2", "Milestones and phases", "id", "h-matrix");
        html.open("div", "class", "wide", "tabindex", "0", "role", "region");
        html.open("table", "class", full ? "matrix full" : "matrix small");
        html.open("thead");
        groups(html);
        html.open("tr").element("th", "Milestone", "scope", "col");
        run.phases().forEach(phase -> html.element("th", phase, "scope", "col"));
        html.element("th", "Sum", "scope", "col").close("tr", "thead").open("tbody");
        run.milestones().forEach(milestone -> row(html, milestone));
        html.close("tbody", "table", "div", "section");
    }

    static String anchor(int milestone, String phase) {
        return "m" + milestone + "-" + phase;
    }

    /** A line above phases that are in parallel, which have the same prerequisites. */
    private void groups(Html html) {
        List<String> afters = afters();
        html.open("tr", "class", "groups", "aria-hidden", "true").open("td").close("td");
        for (int i = 0; i < afters.size(); ) {
            int end = i + 1;
            while (end < afters.size()
                    && !afters.get(i).isEmpty()
                    && afters.get(end).equals(afters.get(i))) {
                end++;
            }
            boolean parallel = end - i > 1;
            html.open(
                    "td",
                    "colspan",
                    String.valueOf(end - i),
                    "class",
                    parallel ? "parallel" : null);
            html.text(parallel ? "in parallel" : "").close("td");
            i = end;
        }
        html.open("td").close("td", "tr");
    }

    private List<String> afters() {
        Map<String, String> known = new HashMap<>();
        for (Milestone milestone : run.milestones()) {
            milestone.phases().forEach(p -> known.put(p.name(), String.join(" ", p.after())));
        }
        List<String> afters = new ArrayList<>();
        run.phases().forEach(phase -> afters.add(known.getOrDefault(phase, "")));
        return afters;
    }

    private void row(Html html, Milestone milestone) {
        html.open("tr").open("th", "scope", "row").open("a", "href", "#m" + milestone.number());
        html.icon(milestone.state(), false);
        html.element("span", "M" + milestone.number(), "class", "number").close("a");
        html.text(" ").element("span", milestone.name(), "class", "name").close("th");
        Map<String, Phase> phases = new HashMap<>();
        milestone.phases().forEach(phase -> phases.put(phase.name(), phase));
        for (String name : run.phases()) {
            Phase phase = phases.get(name);
            if (phase == null) {
                html.open("td").close("td");
            } else {
                cell(html, milestone, phase);
            }
        }
        html.open("td", "class", "sum");
        html.element("b", milestone.millis() == 0 ? "" : Figures.duration(milestone.millis()));
        html.element("small", Figures.cost(milestone.costUsd())).close("td", "tr");
    }

    private void cell(Html html, Milestone milestone, Phase phase) {
        String time = phase.attempts().isEmpty() ? "" : Figures.duration(phase.millis());
        String attempts = Figures.count(phase.attempts().size(), "attempt");
        html.open("td", "class", "cell " + phase.state().text());
        html.open(
                "a",
                "href",
                "#" + anchor(milestone.number(), phase.name()),
                "title",
                phase.name() + ": " + phase.state().text() + ", " + attempts + " " + time);
        html.icon(phase.state(), full);
        if (full) {
            html.element("b", phase.state().text());
            html.element("small", time);
            html.element("small", phase.attempts().isEmpty() ? "" : attempts);
            html.element("small", Figures.cost(phase.costUsd()));
        } else {
            String shown = phase.state() == State.PENDING ? "" : time;
            html.element("small", shown);
            if (phase.attempts().size() > 1) {
                html.element("small", "×" + phase.attempts().size(), "class", "again");
            }
        }
        html.close("a", "td");
    }
}
