package io.jenkins.plugins.lockstep.evidence;

import java.util.ArrayList;
import java.util.List;

/** Collects findings, not more than a person reads. */
final class Findings {
    static final int MAX = 1000;

    private final List<Finding> list = new ArrayList<>();

    void add(Finding finding) {
        if (list.size() < MAX) {
            list.add(finding);
        }
    }

    /** Of the seal itself. */
    void add(Check check, Seal seal, String message) {
        add(check, seal, "", message);
    }

    /** Of a file of the seal. */
    void add(Check check, Seal seal, String file, String message) {
        add(
                new Finding(
                        check.name(),
                        seal.sequence(),
                        seal.title(),
                        EvidenceNames.printable(file),
                        message));
    }

    /** Of the whole. */
    void add(Check check, String message) {
        add(new Finding(check.name(), 0, "", "", message));
    }

    List<Finding> list() {
        return List.copyOf(list);
    }
}
