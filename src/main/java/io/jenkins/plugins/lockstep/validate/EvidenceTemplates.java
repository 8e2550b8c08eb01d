package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.plan.Milestone;
import java.util.Collection;

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

    /**
     * For {@code plan.md}.
     *
     * @param research digests of the research seals that the plan must cite
     */
    public static String planning(Milestone milestone, Collection<Digest> research) {
        StringBuilder text = new StringBuilder(heading("Plan", milestone));
        for (Digest digest : research) {
            text.append(citation(digest)).append('\n');
        }
        return text.append('\n').append("## What the milestone asks for\n\n").toString()
                + given(milestone)
                + """

                ## Steps

                ## How each criterion will be proven
                """;
    }

    /** The line that cites a seal. */
    static String citation(Digest seal) {
        return "Research seal: " + seal;
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
