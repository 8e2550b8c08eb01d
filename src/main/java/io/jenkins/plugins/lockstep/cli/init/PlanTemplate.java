package io.jenkins.plugins.lockstep.cli.init;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a commented plan. */
final class PlanTemplate {
    private static final List<String> TOOLED =
            List.of("implement", "architecture", "lint", "typecheck", "test", "integration", "e2e");

    private final Draft draft;
    private final StringBuilder text = new StringBuilder();

    PlanTemplate(Draft draft) {
        this.draft = draft;
    }

    String write(String name, String branch, String agent, List<Milestones.Found> milestones) {
        line("# The plan of Lockstep for this project; written by 'lockstep init'.");
        line(
                "# Lockstep's docs/plan-reference.md explains every key. Look it over, then: lockstep doctor");
        String kinds = String.join(", ", draft.kinds());
        line("# Found here: " + (kinds.isEmpty() ? "no build that init knows" : kinds) + ".");
        line("version: 1");
        line("");
        line("project:");
        line("  name: " + Yaml.scalar(name));
        line(
                "  branch: "
                        + Yaml.scalar(branch)
                        + "  # runs start here, and proven work lands here");
        line(
                "  # sources: [src/**]     # what counts as source code; well-known languages otherwise");
        line("  # tests: [tests/**]     # what counts as tests; well-known places otherwise");
        line(
                "  # protect: [ci/**]      # what no agent may change, besides this file and tools' config");
        line("");
        text.append(Agents.section(agent));
        workspace();
        line("limits:");
        line("  run: 4h");
        line("  attempt: 30m");
        line("  attempts: 3             # of one phase in one run");
        line("  workers: 4              # sessions at once in a phase that is mended file by file");
        line("  sessions: 4             # agent sessions at once, over the whole run");
        line("");
        tools();
        phases();
        milestones(milestones);
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void workspace() {
        line("# What git does not carry. Each checkout has its own.");
        if (draft.setup().isEmpty()) {
            line("# workspace:");
            line(
                    "#   setup: ./prepare.sh     # once in each checkout, again when an input changes");
            line("#   inputs: [prepare.sh]");
            line("#   carry: [.venv]          # ignored paths, copied from this directory");
        } else {
            line("workspace:");
            line("  setup: " + Yaml.scalar(draft.setup()));
            line(
                    "  inputs: "
                            + Yaml.list(draft.inputs())
                            + "  # setup runs again when these change");
        }
        line("");
    }

    private void tools() {
        line("# What proves each phase. Lockstep runs these itself, on clean checkouts.");
        boolean any = TOOLED.stream().anyMatch(phase -> !draft.tools(phase).isEmpty());
        line(any ? "tools:" : "# tools:");
        for (String phase : TOOLED) {
            List<ToolDraft> tools = draft.tools(phase);
            if (!tools.isEmpty()) {
                line("  " + phase + ":");
                tools.forEach(tool -> text.append(tool.yaml(tools.size() == 1)));
            }
        }
        if (draft.tools("e2e").isEmpty()) {
            line(
                    "  # e2e:                  # the program that the milestone is about, as a user runs it");
            line("  #   command: ./run-it --version");
        }
        line("");
    }

    private void phases() {
        Map<String, String> off = new LinkedHashMap<>();
        for (String phase : TOOLED) {
            if (draft.tools(phase).isEmpty() && !phase.equals("implement")) {
                off.put(phase, draft.reason(phase, usualReason(phase)));
            }
        }
        line(
                "# What differs from the default phases: research, planning, implement, architecture,");
        line("# lint | typecheck, test | integration, e2e, validate, commit.");
        line(off.isEmpty() ? "# phases:" : "phases:");
        if (!off.isEmpty()) {
            line(
                    "  # Off, with the reason, which goes into the evidence. Give a tool above, take the");
            line("  # line away, and the phase is on.");
        }
        off.forEach((phase, reason) -> line("  " + phase + ": {off: " + quoted(reason) + "}"));
        line("  # security: {kind: issues, after: [lint]}    # one of your own, with a tool above");
        line("  # architecture: {limits: {functionLines: 50, complexity: 10}}");
        line("  # e2e: {expect: {exitCode: 0, contains: [\"1.0\"]}}");
        line("");
    }

    private static String usualReason(String phase) {
        return phase.equals("e2e")
                ? "no end-to-end program is configured yet"
                : "no tool for it was found in the project";
    }

    private static String quoted(String reason) {
        return "'" + Yaml.printable(reason).replace("'", "''") + "'";
    }

    private void milestones(List<Milestones.Found> milestones) {
        List<Milestones.Found> all = new ArrayList<>(milestones);
        if (all.isEmpty()) {
            line(
                    "# CLAUDE.md has no milestones ('## Milestones', '### Milestone 1: Title'): say here");
            line("# what is to be done.");
            all.add(
                    new Milestones.Found(
                            1,
                            "First milestone",
                            "Say here what is to be done.",
                            List.of("Say here what must hold when it is done."),
                            false));
        }
        line("milestones:");
        for (Milestones.Found m : all) {
            line("  - number: " + m.number());
            line("    name: " + Yaml.scalar(m.name()));
            if (!m.description().isEmpty()) {
                line("    description: " + Yaml.block(m.description(), 6));
            }
            if (m.noCriteria()) {
                line("    # CLAUDE.md names no criteria for it ('- ' lines): write them here.");
            }
            line("    criteria:");
            m.criteria().forEach(c -> line("      - " + Yaml.scalar(c)));
        }
    }
}
