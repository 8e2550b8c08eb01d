package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.cli.TextLine.Look;
import io.jenkins.plugins.lockstep.report.Figures;
import io.jenkins.plugins.lockstep.report.RunData;
import io.jenkins.plugins.lockstep.report.RunData.Attempt;
import io.jenkins.plugins.lockstep.report.RunData.Gate;
import io.jenkins.plugins.lockstep.report.RunData.Milestone;
import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.Session;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.ArrayList;
import java.util.List;

/** A run as a tree of milestones and phases that fits on the screen. */
final class ProgressTree {
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String[] ASCII_SPINNER = {"|", "/", "-", "\\"};

    private final Terminal terminal;
    private final long tick;
    private final int nameWidth;

    private ProgressTree(RunData run, Terminal terminal, long tick) {
        this.terminal = terminal;
        this.tick = tick;
        int longest = run.phases().stream().mapToInt(TextLine::width).max().orElse(10);
        nameWidth = Math.min(Math.max(longest, 12), Math.max(12, terminal.columns() / 3));
    }

    /**
     * The lines to show: never more than the screen has rows, less one.
     *
     * @param tick grows, so that what runs moves
     */
    static List<String> lines(RunData run, Terminal terminal, long tick) {
        ProgressTree tree = new ProgressTree(run, terminal, tick);
        int rows = terminal.rows() - 1;
        List<String> lines = List.of();
        for (int detail = 3; detail >= 0; detail--) {
            lines = tree.lines(run, detail);
            if (lines.size() <= rows) {
                return lines;
            }
        }
        List<String> cut = new ArrayList<>(lines.subList(0, rows - 1));
        cut.add(
                tree.line()
                        .add(Look.SOFT, "  and " + (lines.size() - cut.size()) + " more")
                        .toString());
        return cut;
    }

    /**
     * @param detail 3: all; 2: milestones that don't run in one line; 1: those in one line
     *     together; 0: also without sessions
     */
    private List<String> lines(RunData run, int detail) {
        List<String> lines = new ArrayList<>();
        lines.add(head(run));
        int done = 0;
        int waiting = 0;
        for (Milestone milestone : run.milestones()) {
            boolean runs = milestone.state() == State.RUNNING;
            if (detail <= 1 && !runs) {
                done += milestone.state() == State.PENDING ? 0 : 1;
                waiting += milestone.state() == State.PENDING ? 1 : 0;
                continue;
            }
            lines.add(milestone(milestone));
            if (runs || detail == 3 && milestone.state() != State.PENDING) {
                phases(lines, milestone, detail);
            }
        }
        if (done + waiting > 0) {
            String text =
                    "  " + Figures.count(done, "milestone") + " ended, " + waiting + " to come";
            lines.add(1, line().add(Look.SOFT, text).toString());
        }
        return lines;
    }

    private String head(RunData run) {
        TextLine line = line().add(Look.BOLD, run.project()).add("  ");
        line.add("proven: " + Figures.proven(run) + "  ");
        line.add(Figures.duration(run.millis())).add("  ");
        return line.add(Figures.cost(run.costUsd()))
                .add(Look.SOFT, "  run " + run.run())
                .toString();
    }

    private String milestone(Milestone milestone) {
        TextLine line = line().add(Look.of(milestone.state()), mark(milestone.state())).add(" ");
        line.add(Look.BOLD, "M" + milestone.number()).add(" " + milestone.name());
        if (milestone.millis() > 0) {
            line.add("  ").add(Look.SOFT, Figures.duration(milestone.millis()));
        }
        return line.toString();
    }

    private void phases(List<String> lines, Milestone milestone, int detail) {
        for (Phase phase : milestone.phases()) {
            lines.add(phase(phase));
            if (detail > 0 && phase.state() == State.RUNNING && !phase.attempts().isEmpty()) {
                Attempt last = phase.attempts().get(phase.attempts().size() - 1);
                last.sessions().stream()
                        .filter(session -> session.state() == State.RUNNING)
                        .filter(session -> !session.file().isEmpty())
                        .forEach(session -> lines.add(session(session)));
            }
            gates(lines, milestone, phase.name());
        }
        gates(lines, milestone, "");
    }

    /** Gates that run or failed, each below the last of the phases that it joins. */
    private void gates(List<String> lines, Milestone milestone, String below) {
        List<String> names = milestone.phases().stream().map(Phase::name).toList();
        for (Gate gate : milestone.gates()) {
            int last = gate.members().stream().mapToInt(names::indexOf).max().orElse(-1);
            boolean here = below.equals(last < 0 ? "" : names.get(last));
            if (here && (gate.state() == State.RUNNING || gate.state() == State.FAILED)) {
                TextLine line = line().add("  ").add(Look.of(gate.state()), mark(gate.state()));
                line.add(" " + gate.name()).add(Look.SOFT, "  " + gate.message());
                lines.add(line.toString());
            }
        }
    }

    private String phase(Phase phase) {
        Look look = Look.of(phase.state());
        TextLine line = line().add("  ").add(look, mark(phase.state())).add(" ");
        Look name = phase.state() == State.PENDING ? Look.SOFT : Look.PLAIN;
        line.add(name, TextLine.cut(phase.name(), nameWidth)).to(4 + nameWidth + 2);
        int start = 4 + nameWidth + 2;
        if (phase.attempts().isEmpty()) {
            return line.add(Look.SOFT, phase.state() == State.PENDING ? "" : quiet(phase))
                    .toString();
        }
        line.right(Look.PLAIN, Figures.duration(phase.millis()), start + 9);
        int attempts = phase.attempts().size();
        line.right(attempts > 1 ? Look.YELLOW : Look.SOFT, "x" + attempts, start + 13);
        line.right(Look.PLAIN, Figures.cost(phase.costUsd()), start + 22).add("  ");
        Attempt last = phase.attempts().get(attempts - 1);
        String text = phase.state() == State.RUNNING ? last.activity() : phase.state().text();
        return line.add(phase.state() == State.FAILED ? look : Look.SOFT, text).toString();
    }

    private static String quiet(Phase phase) {
        return phase.state().text() + (phase.reason().isEmpty() ? "" : ": " + phase.reason());
    }

    private String session(Session session) {
        String time = Figures.duration(session.millis());
        int room = terminal.columns() - 8 - time.length() - 2;
        TextLine line = line().add("      ").add(Look.YELLOW, mark(State.RUNNING)).add(" ");
        line.add(TextLine.cutFront(session.file(), room));
        return line.add("  ").add(Look.SOFT, time).toString();
    }

    private TextLine line() {
        return new TextLine(terminal.columns() - 1, terminal.colour());
    }

    private String mark(State state) {
        if (state == State.RUNNING) {
            String[] frames = terminal.unicode() ? SPINNER : ASCII_SPINNER;
            return frames[(int) Math.floorMod(tick, (long) frames.length)];
        }
        return mark(state, terminal.unicode());
    }

    /** One character for a state. */
    static String mark(State state, boolean unicode) {
        return switch (state) {
            case PROVEN -> unicode ? "✓" : "+";
            case REUSED -> unicode ? "↻" : "=";
            case FAILED -> unicode ? "✗" : "x";
            case WAIVED -> unicode ? "–" : "-";
            case BLOCKED -> unicode ? "⊘" : "o";
            case INTERRUPTED -> "!";
            case RUNNING -> unicode ? "●" : "*";
            case PENDING -> unicode ? "·" : ".";
        };
    }
}
