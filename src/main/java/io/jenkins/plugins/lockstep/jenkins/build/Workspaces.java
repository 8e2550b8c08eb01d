package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import hudson.FilePath;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.jenkins.agent.ReadPlan;
import java.io.IOException;

/**
 * What a run takes from a workspace before it does anything there: the plan, and the commit to
 * start from.
 */
public final class Workspaces {
    private Workspaces() {}

    /**
     * Pins the plan, or checks that it is still the one that was pinned.
     *
     * @throws AbortException if it changed
     */
    public static PinnedPlan pin(BuildRun run, FilePath workspace, String path)
            throws IOException, InterruptedException {
        byte[] plan = workspace.act(new ReadPlan(path, PinnedPlan.MAX_BYTES));
        synchronized (run) {
            if (run.pinned().isEmpty()) {
                return run.pin(plan, workspace.act(new ReadPlan.Head()));
            }
            PinnedPlan pinned = run.pinned().get();
            if (!Digest.of(plan).equals(pinned.plan().digest())) {
                throw new AbortException(
                        "the plan '"
                                + path
                                + "' in this workspace is not the one that the run was"
                                + " started with ("
                                + pinned.plan().digest()
                                + "). Put it back, or start another build");
            }
            return pinned;
        }
    }
}
