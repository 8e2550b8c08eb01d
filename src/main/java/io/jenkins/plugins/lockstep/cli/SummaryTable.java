package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.cli.TextLine.Look;
import io.jenkins.plugins.lockstep.report.Figures;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import java.util.ArrayList;
import java.util.List;

/** What became of a run, as a table and in failures told whole. */
public final class SummaryTable {
    private static final int PLAIN_WIDTH = 200;

    private final RunData run;
    private final Terminal terminal;

    private SummaryTable(RunData run, Terminal terminal) {
        this.run = run;
        this.terminal = terminal;
    }

    /** The table, then the failures. */
    public static List<String> lines(RunData run, Terminal terminal) {
        SummaryTable table = new SummaryTable(run, terminal);
        List<String> lines = new ArrayList<>();
        int name = run.phases().stream().mapToInt(TextLine::width).max().orElse(5);
        name = Math.min(Math.max(name, 9), 30);
        for (Milestone milestone : run.milestones()) {
            table.milestone(lines, milestone, name);
        }
        lines.addAll(FailureText.lines(run, terminal));
        lines.add("");
        lines.add(table.last());
        return lines;
    }

    private void milestone(List<String> lines, Milestone milestone, int name) {
        lines.add("");
        TextLine title = line().add(Look.BOLD, "Milestone " + milestone.number());
        lines.add(title.add(milestone.name().isEmpty() ? "" : ": " + milestone.name()).toString());
        TextLine head = line().add(Look.SOFT, "  phase").to(name + 4).add(Look.SOFT, "state");
        head.to(name + 17).add(Look.SOFT, "attempts").right(Look.SOFT, "time", name + 36);
        head.right(Look.SOFT, "cost", name + 45).add("  ").add(Look.SOFT, "commit    ");
        lines.add(head.add(Look.SOFT, "evidence, in .lockstep/").toString());
        for (Phase phase : milestone.phases()) {
            lines.add(phase(phase, name));
        }
    }

    private String phase(Phase phase, int name) {
        String mark = ProgressTree.mark(phase.state(), terminal.unicode());
        TextLine line = line().add("  ").add(TextLine.cut(phase.name(), name)).to(name + 4);
        line.add(Look.of(phase.state()), mark + " " + phase.state().text()).to(name + 17);
        boolean ran = !phase.attempts().isEmpty();
        line.right(Look.PLAIN, ran ? String.valueOf(phase.attempts().size()) : "", name + 25);
        line.right(Look.PLAIN, ran ? Figures.duration(phase.millis()) : "", name + 36);
        line.right(Look.PLAIN, Figures.cost(phase.costUsd()), name + 45).add("  ");
        String commit = phase.commit();
        line.add(Look.SOFT, commit.substring(0, Math.min(8, commit.length()))).to(name + 57);
        String evidence = phase.directory().isEmpty() ? phase.reason() : phase.directory();
        return line.add(evidence).toString().stripTrailing();
    }

    private String last() {
        TextLine line = line().add(Look.of(run.state()), run.state().text()).add(": ");
        line.add(Figures.proven(run) + ", ");
        line.add(Figures.duration(run.millis()));
        return line.add(run.costUsd() > 0 ? ", " + Figures.cost(run.costUsd()) : "").toString();
    }

    private TextLine line() {
        return new TextLine(
                terminal.interactive() ? terminal.columns() : PLAIN_WIDTH, terminal.colour());
    }
}
