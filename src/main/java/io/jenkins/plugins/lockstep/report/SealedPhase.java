package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.report.RunData.Evidence;
import java.util.List;

/**
 * What the ledger knows of a proven phase, for reports of runs whose events don't tell it.
 *
 * @param run that sealed it
 * @param seal digest of the ledger's line
 */
public record SealedPhase(
        String run,
        int milestone,
        String phase,
        int attempt,
        String seal,
        String commit,
        List<Evidence> evidence) {}
