package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.report.RunData.Failed;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.List;

/** Failures, each told whole. */
final class FailurePart {
    private static final int SHOWN_ISSUES = 12;
    private static final int MOST_ISSUES = 100;
    private static final int MOST_FAILURES = 200;

    private final RunData run;
    private int written;

    FailurePart(RunData run) {
        this.run = run;
    }

    void write(Html html) {
        if (!hasAny()) {
            return;
        }
        html.open("section", "id", "failures", "aria-labelledby", "h-failures");
        html.element("h2", "What failed", "id", "h-failures");
        all(html, "The run", run.failures());
        for (Milestone milestone : run.milestones()) {
            String m = "M" + milestone.number() + " ";
            for (Phase phase : milestone.phases()) {
                if (isFailed(phase.state())) {
                    all(html, m + phase.name(), phase.failures());
                }
            }
            for (Gate gate : milestone.gates()) {
                if (isFailed(gate.state())) {
                    all(html, m + gate.name(), gate.failures());
                }
            }
        }
        if (written > MOST_FAILURES) {
            html.element("p", "And " + (written - MOST_FAILURES) + " more; run.json has them all.");
        }
        html.close("section");
    }

    private boolean hasAny() {
        return !run.failures().isEmpty()
                || run.milestones().stream()
                        .anyMatch(
                                m ->
                                        m.phases().stream().anyMatch(p -> isFailed(p.state()))
                                                || m.gates().stream()
                                                        .anyMatch(g -> isFailed(g.state())));
    }

    private static boolean isFailed(State state) {
        return state == State.FAILED;
    }

    private void all(Html html, String place, List<Failed> failures) {
        for (Failed failed : failures) {
            written++;
            if (written <= MOST_FAILURES) {
                one(html, place, failed, "h3");
            }
        }
    }

    static void one(Html html, String place, Failed failed, String heading) {
        Failure failure = failed.failure();
        html.open("article", "class", "failure").open(heading);
        html.icon(State.FAILED, false).text(place);
        html.text(failed.attempt() > 0 ? " · attempt " + failed.attempt() : "");
        html.text(" · " + failure.validator()).text(" ");
        html.element("span", failure.cause().text(), "class", "cause").close(heading);
        html.element("p", failure.message());
        facts(html, failure);
        issues(html, failure.issues());
        if (!failure.lastLines().isEmpty()) {
            html.open("details", "open", failure.issues().isEmpty() ? "" : null);
            html.element("summary", "Last lines" + of(failure.log()));
            html.element("pre", String.join("\n", failure.lastLines())).close("details");
        }
        if (!failed.retry().isEmpty()) {
            html.open("p", "class", "retry").text("Run just this again: ");
            html.element("code", failed.retry(), "class", "copy").close("p");
        }
        html.close("article");
    }

    private static void facts(Html html, Failure failure) {
        html.open("dl");
        fact(html, "File", failure.file() + (failure.line() > 0 ? ":" + failure.line() : ""));
        fact(html, "Session", failure.session());
        fact(html, "Command", String.join(" ", failure.command()));
        fact(html, "Exit code", failure.exitCode() == null ? "" : failure.exitCode().toString());
        fact(html, "Log", failure.log());
        html.close("dl");
    }

    private static void fact(Html html, String name, String value) {
        if (!value.isEmpty()) {
            html.element("dt", name).open("dd").element("code", value).close("dd");
        }
    }

    private static void issues(Html html, List<Issue> issues) {
        if (issues.isEmpty()) {
            return;
        }
        int shown = Math.min(SHOWN_ISSUES, issues.size());
        int most = Math.min(MOST_ISSUES, issues.size());
        table(html, issues.subList(0, shown));
        if (most > shown) {
            html.open("details");
            html.element("summary", "and " + (issues.size() - shown) + " more");
            table(html, issues.subList(shown, most));
            if (issues.size() > most) {
                html.element("p", "and " + (issues.size() - most) + " more in run.json");
            }
            html.close("details");
        }
    }

    private static void table(Html html, List<Issue> issues) {
        html.open("div", "class", "wide").open("table", "class", "issues").open("thead").open("tr");
        for (String column : List.of("Place", "Rule", "Message")) {
            html.element("th", column, "scope", "col");
        }
        html.close("tr", "thead").open("tbody");
        for (Issue issue : issues) {
            String line = issue.line() > 0 ? ":" + issue.line() : "";
            html.open("tr").open("td").element("code", issue.file() + line).close("td");
            html.element("td", issue.code()).element("td", issue.message()).close("tr");
        }
        html.close("tbody", "table", "div");
    }

    private static String of(String log) {
        return log.isEmpty() ? "" : " of " + log;
    }
}
