package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Subject;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import java.util.List;
import java.util.Map;

/**
 * A phase or gate that is proven, as the ledger says.
 *
 * @param node the phase's name, or the gate's
 * @param attempt 0 for a gate
 * @param seal digest of its line in the ledger
 * @param sequence of that line: the order in which things were sealed
 * @param commit that it left
 * @param tree of that commit
 * @param subjects its evidence files and the commit, with their digests
 * @param tests test figures, by phase, that hold on that commit; no later phase may make them worse
 */
public record Sealed(
        String run,
        int milestone,
        String node,
        int attempt,
        Digest contentKey,
        Digest seal,
        long sequence,
        String commit,
        String tree,
        List<Subject> subjects,
        Map<String, TestCounts> tests) {}
