package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Proves the phases that leave a text: that it is there, says enough (see {@link EvidenceText}) and
 * is about the right thing. Whether it is wise, no validator can tell.
 */
final class TextProof implements Proof {
    private static final int RESEARCH_CHARACTERS = 100;
    private static final int RESEARCH_WORDS = 12;
    private static final int PLAN_CHARACTERS = 50;
    private static final int PLAN_WORDS = 6;
    private static final int CITED_DIGITS = 12;
    private static final Pattern HEX = Pattern.compile("(?<![0-9a-z])[0-9a-f]{12,64}(?![0-9a-z])");

    private final String file;
    private final int characters;
    private final int words;
    private final boolean research;

    private TextProof(String file, int characters, int words, boolean research) {
        this.file = file;
        this.characters = characters;
        this.words = words;
        this.research = research;
    }

    /** {@code research.md}: more than 100 characters, 12 different words, names the milestone. */
    static TextProof research() {
        return new TextProof("research.md", RESEARCH_CHARACTERS, RESEARCH_WORDS, true);
    }

    /** {@code plan.md}: more than 50 characters, 6 different words, cites the research seal. */
    static TextProof planning() {
        return new TextProof("plan.md", PLAN_CHARACTERS, PLAN_WORDS, false);
    }

    @Override
    public List<ValidatorResult> prove(ProofRequest request) throws IOException {
        long start = System.nanoTime();
        List<Digest> seals = researchSeals(request);
        String template =
                research
                        ? EvidenceTemplates.research(request.milestone())
                        : EvidenceTemplates.planning(request.milestone());
        EvidenceText text;
        try {
            text = EvidenceText.read(request.evidence().resolve(file), template);
        } catch (Unreadable e) {
            return fail(Cause.EVIDENCE_INSUFFICIENT, e.getMessage(), start);
        }
        if (text == null) {
            return fail(
                    Cause.EVIDENCE_MISSING,
                    file + " is not in the evidence directory ($LOCKSTEP_EVIDENCE), or no file",
                    start);
        }
        List<Failure> failures = new ArrayList<>();
        checkLength(text, failures);
        if (research) {
            checkNames(text, request.milestone(), failures);
        } else {
            checkCites(text, seals, failures);
        }
        Map<String, Long> counts =
                Map.of("characters", text.characters(), "words", (long) text.words());
        return List.of(Verdicts.check(file, counts, failures, start));
    }

    private void checkLength(EvidenceText text, List<Failure> failures) {
        if (text.characters() <= characters || text.words() < words) {
            String message =
                    ("%s says too little beyond headings and the template: %d characters and %d"
                                    + " different words; more than %d and at least %d are needed")
                            .formatted(file, text.characters(), text.words(), characters, words);
            failures.add(insufficient(message));
        }
    }

    private void checkNames(EvidenceText text, Milestone milestone, List<Failure> failures) {
        String all = flat(text.text());
        boolean byNumber =
                Pattern.compile("\\bmilestone (no\\. ?|number )?#?" + milestone.number() + "\\b")
                        .matcher(all)
                        .find();
        String name = flat(milestone.name());
        boolean byName =
                !name.isEmpty()
                        && Pattern.compile(
                                        "(?<![\\p{L}\\p{N}])"
                                                + Pattern.quote(name)
                                                + "(?![\\p{L}\\p{N}])")
                                .matcher(all)
                                .find();
        if (!byNumber && !byName) {
            failures.add(
                    insufficient(
                            "%s names neither \"milestone %d\" nor \"%s\""
                                    .formatted(file, milestone.number(), milestone.name())));
        }
    }

    private void checkCites(EvidenceText text, List<Digest> seals, List<Failure> failures) {
        String all = text.text().toLowerCase(Locale.ROOT);
        for (Digest seal : seals) {
            boolean cited = false;
            Matcher hex = HEX.matcher(all);
            while (!cited && hex.find()) {
                cited = seal.hex().startsWith(hex.group());
            }
            if (!cited) {
                failures.add(
                        insufficient(
                                "%s does not cite the research seal %s (%d digits are enough)"
                                        .formatted(file, seal, CITED_DIGITS)));
            }
        }
    }

    private static List<Digest> researchSeals(ProofRequest request) {
        return request.prerequisites().entrySet().stream()
                .filter(seal -> isResearch(request.plan().phases().get(seal.getKey())))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static boolean isResearch(Phase phase) {
        return phase != null && phase.kind() == PhaseKind.RESEARCH;
    }

    private static String flat(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
    }

    private Failure insufficient(String message) {
        return Failure.at(file, Cause.EVIDENCE_INSUFFICIENT, message, file, 0);
    }

    private List<ValidatorResult> fail(Cause cause, String message, long start) {
        List<Failure> failures = List.of(Failure.at(file, cause, message, file, 0));
        return List.of(Verdicts.check(file, Map.of(), failures, start));
    }
}
