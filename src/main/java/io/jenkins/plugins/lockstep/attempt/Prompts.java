package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.validate.EvidenceTemplates;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an agent is told. It is told how it will be judged, since it can't influence the judge. */
final class Prompts {
    /** Findings that a prompt names at most; a tool's log may hold thousands. */
    private static final int MOST_ISSUES = 60;

    private Prompts() {}

    static String of(
            Plan plan, Milestone milestone, Phase phase, AttemptSpec spec, List<Failure> failures) {
        StringBuilder text = new StringBuilder();
        head(text, plan, milestone, phase);
        text.append(task(phase)).append('\n');
        skeleton(text, milestone, phase);
        if (!spec.seals().isEmpty()) {
            text.append("\n## What is already proven\n\n");
            text.append(
                    "Evidence of earlier phases is in $LOCKSTEP_INPUT, a directory for each phase. Their seals:\n\n");
            spec.seals().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(
                            seal ->
                                    text.append("- ")
                                            .append(seal.getKey())
                                            .append(": ")
                                            .append(seal.getValue())
                                            .append('\n'));
        }
        failures(text, failures);
        rules(text, phase);
        return text.toString();
    }

    /**
     * For one file with issues, which alone may change. An empty file stands for issues that name
     * none.
     */
    static String ofFile(
            Plan plan, Milestone milestone, Phase phase, String file, List<Issue> issues) {
        StringBuilder text = new StringBuilder();
        head(text, plan, milestone, phase);
        if (file.isEmpty()) {
            text.append("Mend these findings, which name no single file:\n\n");
        } else {
            text.append("Mend these findings in ")
                    .append(file)
                    .append(". Change that file only:\n");
            text.append("changes to any other are refused.\n\n");
        }
        issues(text, issues);
        rules(text, phase);
        return text.toString();
    }

    private static void head(StringBuilder text, Plan plan, Milestone milestone, Phase phase) {
        text.append("# ")
                .append(plan.project().name())
                .append(", milestone ")
                .append(milestone.number());
        text.append(": ")
                .append(milestone.name())
                .append("\n\nPhase: ")
                .append(phase.name())
                .append("\n\n");
        if (!milestone.description().isBlank()) {
            text.append(milestone.description().strip()).append("\n\n");
        }
        text.append("Criteria:\n\n");
        milestone.criteria().forEach(c -> text.append("- ").append(c).append('\n'));
        text.append('\n');
        if (!phase.instructions().isBlank()) {
            text.append(phase.instructions().strip()).append("\n\n");
        }
    }

    private static String task(Phase phase) {
        return switch (phase.kind()) {
            case RESEARCH ->
                    """
                    Find out what this milestone needs: what the project has, what is missing, what can go wrong. Change no
                    file of the project. Write what you found to $LOCKSTEP_EVIDENCE/research.md, naming the milestone.""";
            case PLANNING ->
                    """
                    Read $LOCKSTEP_INPUT/research/research.md and plan the work: files, steps, tests. Change no file of the
                    project. Write the plan to $LOCKSTEP_EVIDENCE/plan.md, and cite in it the digest of the research seal.""";
            case IMPLEMENT ->
                    """
                    Implement the milestone as $LOCKSTEP_INPUT/planning/plan.md says, with tests. No stubs, no placeholders,
                    no skipped tests.""";
            case ARCHITECTURE ->
                    """
                    Mend the structure: the tools that measure it reported the findings below. Keep the behaviour. You may
                    leave a review in $LOCKSTEP_EVIDENCE/architecture_review.md.""";
            case ISSUES -> "Mend the findings below without changing behaviour.";
            case TESTS ->
                    "Make the tests pass by mending the code. Don't delete, skip or weaken tests.";
            case E2E -> "Make the program do what is expected of it, end to end.";
            case VALIDATE, COMMIT -> "Nothing is left for an agent to do here.";
        };
    }

    private static void skeleton(StringBuilder text, Milestone milestone, Phase phase) {
        String skeleton =
                switch (phase.kind()) {
                    case RESEARCH -> EvidenceTemplates.research(milestone);
                    case PLANNING -> EvidenceTemplates.planning(milestone);
                    default -> "";
                };
        if (!skeleton.isEmpty()) {
            text.append("\nYou may use this skeleton; its own lines don't count:\n\n")
                    .append(skeleton);
        }
    }

    private static void failures(StringBuilder text, List<Failure> failures) {
        if (failures.isEmpty()) {
            return;
        }
        text.append("\n## What is wrong now\n");
        for (Failure failure : failures) {
            text.append("\n### ")
                    .append(failure.validator())
                    .append(": ")
                    .append(failure.message())
                    .append("\n\n");
            issues(text, failure.issues());
            if (failure.issues().isEmpty() && !failure.lastLines().isEmpty()) {
                text.append(
                        failure.lastLines().stream()
                                .collect(Collectors.joining("\n", "```\n", "\n```\n")));
            }
        }
    }

    private static void issues(StringBuilder text, List<Issue> issues) {
        issues.stream()
                .limit(MOST_ISSUES)
                .forEach(issue -> text.append("- ").append(issue.oneLine()).append('\n'));
        if (issues.size() > MOST_ISSUES) {
            text.append("- and ").append(issues.size() - MOST_ISSUES).append(" more\n");
        }
    }

    private static void rules(StringBuilder text, Phase phase) {
        text.append("\n## How this is judged\n\n");
        text.append(
                "What you say is logged and not believed. When you have ended, Lockstep takes the difference of your\n");
        text.append("files, checks it out elsewhere and runs ");
        text.append(
                phase.tools().isEmpty()
                        ? "its own checks"
                        : phase.tools().stream()
                                .map(tool -> tool.name())
                                .collect(Collectors.joining(", ")));
        text.append(" there. The plan and the tools' configuration may not\n");
        text.append(
                "be changed. Commits, branches and hooks that you make in this checkout are ignored or refused.\n");
    }
}
