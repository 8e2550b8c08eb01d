package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.report.RunData.Attempt;
import io.jenkins.plugins.lockstep.report.RunData.Check;
import io.jenkins.plugins.lockstep.report.RunData.Evidence;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.Session;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What is known of each phase: seal, evidence, attempts. */
final class DetailPart {
    private static final int MOST_ROWS = 300;

    /** Begins the directories of {@link RunData}. */
    private static final String DIRECTORY = "evidence/";

    private static final Set<String> FIGURES =
            Set.of("Size", "Time", "Cost", "Tokens in", "out", "Exit code", "Issues");

    private final RunData run;
    private final String evidence;

    /**
     * @param evidence the relative address of what holds {@code m1/…}; null for no links
     */
    DetailPart(RunData run, String evidence) {
        this.run = run;
        this.evidence = evidence;
    }

    void write(Html html) {
        html.open("section", "id", "details", "aria-labelledby", "h-details");
        html.element("h2", "Evidence and attempts", "id", "h-details");
        for (Milestone milestone : run.milestones()) {
            html.open("h3", "id", "m" + milestone.number());
            html.icon(milestone.state(), false);
            html.text("M" + milestone.number() + " " + milestone.name()).close("h3");
            milestone.phases().forEach(phase -> phase(html, milestone, phase));
            gates(html, milestone.gates());
        }
        html.close("section");
    }

    private void phase(Html html, Milestone milestone, Phase phase) {
        String anchor = MatrixPart.anchor(milestone.number(), phase.name());
        html.open("details", "class", "phase", "id", anchor).open("summary");
        html.icon(phase.state(), true).element("b", phase.name());
        html.element("span", phase.state().text(), "class", "state " + phase.state().text());
        html.element("small", summary(phase)).close("summary");
        html.open("dl");
        fact(html, "Reason", phase.reason(), false);
        fact(html, "After", String.join(", ", phase.after()), false);
        fact(html, "Seal", phase.seal(), true);
        fact(html, "Commit", phase.commit(), true);
        html.close("dl");
        evidence(html, phase);
        phase.attempts().forEach(attempt -> attempt(html, attempt));
        html.close("details");
    }

    private static String summary(Phase phase) {
        StringBuilder text = new StringBuilder();
        if (!phase.attempts().isEmpty()) {
            text.append(Figures.count(phase.attempts().size(), "attempt"));
            text.append(" · ").append(Figures.duration(phase.millis()));
        }
        if (phase.costUsd() > 0) {
            text.append(" · ").append(Figures.cost(phase.costUsd()));
        }
        if (!phase.evidence().isEmpty()) {
            text.append(text.isEmpty() ? "" : " · ");
            text.append(Figures.count(phase.evidence().size(), "file"));
        }
        return text.toString();
    }

    private void evidence(Html html, Phase phase) {
        if (phase.evidence().isEmpty()) {
            return;
        }
        table(html, "Evidence", "Size", "Digest");
        for (Evidence one : first(phase.evidence())) {
            html.open("tr").open("td");
            String link = link(phase.directory(), one.name());
            if (link == null) {
                html.text(one.name());
            } else {
                html.element("a", one.name(), "href", link);
            }
            html.close("td").element("td", Figures.size(one.size()), "class", "figure");
            html.open("td").element("code", one.digest(), "class", "copy").close("td", "tr");
        }
        end(html, phase.evidence().size());
    }

    private String link(String directory, String name) {
        if (evidence == null
                || !directory.startsWith(DIRECTORY)
                || ("/" + name + "/").contains("/../")) {
            return null;
        }
        StringBuilder link = new StringBuilder(evidence);
        String place = directory.substring(DIRECTORY.length());
        for (String part : (place + "/" + name).split("/")) {
            if (!part.isEmpty()) {
                link.append('/').append(encode(part));
            }
        }
        return link.toString();
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void attempt(Html html, Attempt attempt) {
        html.open("h4").icon(attempt.state(), false).text("Attempt " + attempt.number());
        html.element(
                "small",
                Figures.duration(attempt.millis())
                        + (attempt.costUsd() > 0 ? " · " + Figures.cost(attempt.costUsd()) : "")
                        + (attempt.inputTokens() + attempt.outputTokens() > 0
                                ? " · "
                                        + Figures.tokens(attempt.inputTokens())
                                        + " tokens in, "
                                        + Figures.tokens(attempt.outputTokens())
                                        + " out"
                                : "")
                        + " · "
                        + attempt.started());
        html.close("h4");
        sessions(html, attempt.sessions());
        checks(html, attempt.checks());
        if (attempt.state() == RunData.State.FAILED && attempt.failures().isEmpty()) {
            html.element("p", attempt.message());
        }
        attempt.failures().forEach(f -> FailurePart.one(html, "Refused", f, "h5"));
    }

    private static void sessions(Html html, List<Session> sessions) {
        if (sessions.isEmpty()) {
            return;
        }
        table(html, "Session", "File", "Time", "Cost", "Tokens in", "out");
        for (Session one : first(sessions)) {
            html.open("tr").open("td").icon(one.state(), false).text(one.session()).close("td");
            html.open("td").element("code", one.file()).close("td");
            html.element("td", Figures.duration(one.millis()), "class", "figure");
            html.element("td", Figures.cost(one.costUsd()), "class", "figure");
            html.element("td", Figures.tokens(one.inputTokens()), "class", "figure");
            html.element("td", Figures.tokens(one.outputTokens()), "class", "figure").close("tr");
        }
        end(html, sessions.size());
    }

    private static void checks(Html html, List<Check> checks) {
        if (checks.isEmpty()) {
            return;
        }
        table(html, "Check", "Time", "Exit code", "Issues", "What it said");
        for (Check one : first(checks)) {
            html.open("tr").open("td").icon(one.state(), false).text(one.name()).close("td");
            html.element("td", Figures.duration(one.millis()), "class", "figure");
            String exit = one.exitCode() == null ? "" : one.exitCode().toString();
            html.element("td", exit, "class", "figure");
            String issues = one.issues() < 0 ? "" : String.valueOf(one.issues());
            html.element("td", issues, "class", "figure");
            html.element("td", one.message()).close("tr");
        }
        end(html, checks.size());
    }

    private static void gates(Html html, List<Gate> gates) {
        if (gates.isEmpty()) {
            return;
        }
        table(html, "Gate", "Time", "What happened", "Commit", "Seal");
        for (Gate gate : gates) {
            html.open("tr").open("td").icon(gate.state(), false).text(gate.name()).close("td");
            html.element("td", Figures.duration(gate.millis()), "class", "figure");
            html.element("td", gate.message());
            html.open("td").element("code", gate.commit(), "class", "copy").close("td");
            html.open("td").element("code", gate.seal(), "class", "copy").close("td", "tr");
        }
        end(html, gates.size());
    }

    private static void fact(Html html, String name, String value, boolean copy) {
        if (!value.isEmpty()) {
            html.element("dt", name).open("dd");
            html.element(copy ? "code" : "span", value, "class", copy ? "copy" : null).close("dd");
        }
    }

    private static void table(Html html, String... columns) {
        html.open("div", "class", "wide").open("table").open("thead").open("tr");
        for (String column : columns) {
            String css = FIGURES.contains(column) ? "figure" : null;
            html.element("th", column, "scope", "col", "class", css);
        }
        html.close("tr", "thead").open("tbody");
    }

    private static void end(Html html, int size) {
        html.close("tbody", "table", "div");
        if (size > MOST_ROWS) {
            html.element("p", "and " + (size - MOST_ROWS) + " more; run.json has them all");
        }
    }

    private static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(MOST_ROWS, all.size()));
    }
}
