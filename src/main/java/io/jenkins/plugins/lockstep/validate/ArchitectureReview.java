package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.plan.Phase;
import java.io.IOException;
import java.util.List;

/** The page that says what was measured of the architecture, and apart from that what was said. */
final class ArchitectureReview {
    private static final int MAX_ISSUES = 200;
    private static final int MAX_WORDS = 1 << 16;

    private final ProofRequest request;
    private final List<ToolRun> runs;

    ArchitectureReview(ProofRequest request, List<ToolRun> runs) {
        this.request = request;
        this.runs = runs;
    }

    String text() throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(
                "# Architecture review of milestone %d: %s\n\n"
                        .formatted(
                                request.milestone().number(),
                                Texts.oneLine(request.milestone().name(), 200)));
        limits(text);
        results(text);
        issues(text);
        agentsWords(text);
        return text.toString();
    }

    private void limits(StringBuilder text) {
        Phase.Architecture limits = request.phase().architecture();
        if (limits == null) {
            return;
        }
        text.append("## Limits\n\n| what | at most |\n|---|---|\n");
        row(text, "lines of a function", limits.functionLines());
        row(text, "parameters of a function", limits.parameters());
        row(text, "nesting", limits.nesting());
        row(text, "complexity of a function", limits.complexity());
        row(text, "methods of a class", limits.classMethods());
        row(text, "lines of a file", limits.fileLines());
        row(text, "import cycles", 0);
    }

    private static void row(StringBuilder text, String what, int limit) {
        text.append("| ").append(what).append(" | ").append(limit).append(" |\n");
    }

    private void results(StringBuilder text) {
        text.append("\n## What the tools measured\n\n");
        text.append("| tool | exit | violations | verdict | command |\n|---|---|---|---|---|\n");
        for (ToolRun run : runs) {
            String verdict =
                    run.clean() ? "clean" : run.failure() == null ? "violations" : "no verdict";
            text.append(
                    "| %s | %s | %d | %s | %s |\n"
                            .formatted(
                                    cell(run.tool().name()),
                                    run.ended().how() + " " + run.ended().exitCode(),
                                    run.reported(),
                                    verdict,
                                    cell(String.join(" ", run.command()))));
            if (run.failure() != null) {
                text.append("| | | | | %s |\n".formatted(cell(run.failure().message())));
            }
        }
    }

    private void issues(StringBuilder text) {
        List<Issue> all = runs.stream().flatMap(run -> run.issues().stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        text.append("\n## Violations\n\n");
        all.stream()
                .limit(MAX_ISSUES)
                .forEach(issue -> text.append("- ").append(cell(issue.oneLine())).append('\n'));
        if (all.size() > MAX_ISSUES) {
            text.append(
                    "- … and %d more, in violations.sarif\n".formatted(all.size() - MAX_ISSUES));
        }
    }

    /** What the agent wrote, quoted line by line so that none of it can look like ours. */
    private void agentsWords(StringBuilder text) throws IOException {
        EvidenceText review;
        try {
            review = EvidenceText.read(request.evidence().resolve("architecture_review.md"), "");
        } catch (Unreadable e) {
            text.append("\nThe agent's own review was left out: ").append(e.getMessage());
            text.append('\n');
            return;
        }
        if (review == null || review.text().isBlank()) {
            return;
        }
        text.append("\n## The agent's own words (not verified)\n\n");
        String words = review.text();
        boolean cut = words.length() > MAX_WORDS;
        (cut ? words.substring(0, MAX_WORDS) : words)
                .lines()
                .forEach(line -> text.append("> ").append(line).append('\n'));
        if (cut) {
            text.append("\n(cut)\n");
        }
    }

    private static String cell(String text) {
        return Texts.oneLine(text, 500).replace("|", "\\|").replace("<", "&lt;");
    }
}
