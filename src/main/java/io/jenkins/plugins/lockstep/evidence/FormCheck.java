package io.jenkins.plugins.lockstep.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Every line is an envelope with an in-toto statement of a known form. */
final class FormCheck implements Check {
    @Override
    public String name() {
        return "statement";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (!seal.malformed().isEmpty()) {
            findings.add(this, seal, "it can't be read: " + seal.malformed());
            return;
        }
        if (!seal.sound()) {
            return;
        }
        List<Subject> subjects = seal.entry().statement().subjects();
        Set<String> names = new HashSet<>();
        for (Subject subject : subjects) {
            if (!names.add(EvidenceNames.folded(subject.name()))) {
                findings.add(this, seal, subject.name(), "it is sealed twice in one statement");
            }
            String problem = subject.problem();
            if (problem != null) {
                findings.add(this, seal, subject.name(), "it may not have that name: " + problem);
            }
            if (!subject.isFile() && !subject.isCommit()) {
                findings.add(this, seal, subject.name(), "it has no digest that we know");
            }
        }
        Proof proof = seal.proof();
        if (proof != null
                && subjects.stream()
                        .noneMatch(
                                s -> proof.commit().equals(s.digest().get(Subject.GIT_COMMIT)))) {
            findings.add(this, seal, "its commit " + proof.commit() + " is not among its subjects");
        }
    }
}
