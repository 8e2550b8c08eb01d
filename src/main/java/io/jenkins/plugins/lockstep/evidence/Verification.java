package io.jenkins.plugins.lockstep.evidence;

import java.util.List;

/**
 * What a verification found.
 *
 * @param ok whether everything verifies
 * @param findings in the order of the ledger: the first is the first thing wrong; at most {@link
 *     Findings#MAX}
 */
public record Verification(boolean ok, List<Finding> findings, Counts counts) {

    /**
     * What was looked at.
     *
     * @param firstRun id of the ledger's first run, by which a caller tells whether this is the
     *     ledger that it meant; empty if there is none
     * @param lastRun id of its last run
     */
    public record Counts(
            long seals,
            long runs,
            long phases,
            long gates,
            long waivers,
            long commits,
            long files,
            long bytes,
            String firstRun,
            String lastRun) {}
}
