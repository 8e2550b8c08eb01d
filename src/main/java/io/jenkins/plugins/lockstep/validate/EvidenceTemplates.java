package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.plan.Milestone;

/**
 * The skeletons that prompts give an agent for its texts. What stands in them proves nothing, so
 * the proof leaves their lines out of account.
 */
public final class EvidenceTemplates {
    private EvidenceTemplates() {}

    /** For {@code research.md}. */
    public static String research(Milestone milestone) {
        return heading("Research", milestone)
                + "## What the milestone asks for\n\n"
                + given(milestone)
                + """

                ## What is there already

                ## What must change, and where

                ## Risks and open questions
                """;
    }

    /** For {@code plan.md}. The digest itself is not in it: the agent must have read it. */
    public static String planning(Milestone milestone) {
        return heading("Plan", milestone)
                + "Research seal: (the digest of the research seal that you read)\n\n"
                + "## What the milestone asks for\n\n"
                + given(milestone)
                + """

                ## Steps

                ## How each criterion will be proven
                """;
    }

    private static String heading(String what, Milestone milestone) {
        return "# %s for milestone %d: %s\n\n"
                .formatted(what, milestone.number(), milestone.name());
    }

    private static String given(Milestone milestone) {
        StringBuilder text = new StringBuilder(milestone.description()).append("\n\n");
        milestone.criteria().forEach(c -> text.append("- ").append(c).append('\n'));
        return text.toString();
    }
}
