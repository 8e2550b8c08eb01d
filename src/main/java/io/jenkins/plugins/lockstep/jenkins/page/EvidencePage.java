package io.jenkins.plugins.lockstep.jenkins.page;

import java.util.List;

/**
 * What the "Evidence" page shows, as of one moment. Links are relative to the build's page.
 *
 * @param state of the run
 * @param summary how much is proven
 * @param phases names of all phases that are on, in the plan's order
 * @param failures of the run itself
 * @param key public key by which all seals can be verified, in PEM
 */
public record EvidencePage(
        String state,
        String icon,
        String summary,
        String plan,
        List<String> phases,
        List<Section> milestones,
        List<Reason> failures,
        String key) {

    /**
     * A milestone.
     *
     * @param rows of phases that are on, each gate before the phase behind it
     */
    public record Section(
            int number,
            String name,
            String state,
            String icon,
            List<Row> rows,
            List<Waiver> waived) {
        /** The row of a phase; null if the milestone has none. */
        public Row row(String phase) {
            return rows.stream().filter(row -> row.name().equals(phase)).findFirst().orElse(null);
        }
    }

    /**
     * A phase or a gate.
     *
     * @param origin the build that sealed it first; null if that is this one
     * @param seal digest; empty if it is not sealed
     * @param evidence link to the sealed files; null if there are none, or none may be followed
     * @param files how many those are
     * @param attempts all that were made, with links to the logs of those that failed
     * @param reasons why it is not proven
     */
    public record Row(
            String anchor,
            String name,
            boolean gate,
            String state,
            String icon,
            Link origin,
            String time,
            String cost,
            String seal,
            String commit,
            String evidence,
            int files,
            List<Link> attempts,
            List<Reason> reasons) {
        /** Enough of the seal to know it by. */
        public String shortSeal() {
            return seal.substring(0, Math.min(SHORT_SEAL, seal.length()));
        }

        /** Enough of the commit to know it by. */
        public String shortCommit() {
            return commit.substring(0, Math.min(SHORT_COMMIT, commit.length()));
        }
    }

    /** A phase that the plan switches off, and why. */
    public record Waiver(String phase, String reason) {}

    private static final int SHORT_SEAL = 19;
    private static final int SHORT_COMMIT = 10;

    /**
     * @param href null for plain text
     */
    public record Link(String text, String href, String icon, String state) {}

    /**
     * A cause of failure.
     *
     * @param place file and line; empty if it is about none
     * @param details issues, or the last lines of a log
     */
    public record Reason(String text, String cause, String place, String details) {}
}
