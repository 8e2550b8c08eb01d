package io.jenkins.plugins.lockstep.evidence;

import java.util.HashMap;
import java.util.Map;

/** No attempt is sealed twice. */
final class AttemptCheck implements Check {
    private final Map<String, Long> sealed = new HashMap<>();

    @Override
    public String name() {
        return "attempt";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (!seal.sound() || seal.proof() == null) {
            return;
        }
        Long first = sealed.putIfAbsent(seal.proof().place(), seal.sequence());
        if (first != null) {
            findings.add(this, seal, "entry " + first + " seals the same attempt");
        }
    }
}
