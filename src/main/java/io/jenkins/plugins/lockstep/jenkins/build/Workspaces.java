package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Cause;
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
     * @param skipOwn whether the build ends here if nothing but Lockstep's own commits is new
     * @throws Refusal if the plan changed
     */
    public static PinnedPlan pin(
            Run<?, ?> build,
            FilePath workspace,
            String path,
            boolean skipOwn,
            TaskListener listener)
            throws IOException, InterruptedException {
        BuildRun run = BuildRuns.get().of(build);
        boolean first = run.pinned().isEmpty();
        ReadPlan question = new ReadPlan(path, PinnedPlan.MAX_BYTES, first);
        ReadPlan.Answer answer = question.parts(workspace.act(question));
        if (!first) {
            return checked(run.pinned().orElseThrow(), answer.plan(), path);
        }
        PinnedPlan pinned = run.pin(answer.plan(), answer.commit(), EarlierBuilds.last(build));
        checked(pinned, answer.plan(), path);
        if (skipOwn) {
            OwnCommits.check(build, pinned, workspace, listener);
        }
        return pinned;
    }

    private static PinnedPlan checked(PinnedPlan pinned, byte[] plan, String path) throws Refusal {
        if (!Digest.of(plan).equals(pinned.plan().digest())) {
            throw new Refusal(
                    Cause.PLAN_CHANGED,
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
