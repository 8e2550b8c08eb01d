package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanException;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * The plan that a run began with.
 *
 * @param bytes of the file
 * @param base the commit that the run starts from
 */
public record PinnedPlan(Plan plan, byte[] bytes, String base) {
    private static final int COMMIT_DIGITS = 40;

    /** Longest plan that is taken. */
    public static final int MAX_BYTES = 1 << 20;

    static PinnedPlan of(byte[] bytes, String base) throws IOException {
        if (!base.matches("[0-9a-f]{" + COMMIT_DIGITS + "}|[0-9a-f]{64}")) {
            throw new AbortException("the workspace's HEAD is no commit");
        }
        try {
            return new PinnedPlan(PlanReader.read(bytes, "lockstep.yaml"), bytes, base);
        } catch (PlanException e) {
            throw new AbortException(e.getMessage());
        }
    }

    static PinnedPlan read(BuildFiles files) throws IOException {
        return of(
                Files.readAllBytes(files.plan()),
                Files.readString(files.base(), StandardCharsets.US_ASCII).strip());
    }

    /**
     * @param number 0 for the first
     */
    public Milestone milestone(int number) throws AbortException {
        if (number == 0) {
            return plan.milestones().get(0);
        }
        return plan.milestone(number)
                .orElseThrow(() -> new AbortException("the plan has no milestone " + number));
    }
}
