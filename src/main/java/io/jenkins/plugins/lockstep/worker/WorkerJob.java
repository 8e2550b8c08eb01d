package io.jenkins.plugins.lockstep.worker;

import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.MergeSpec;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import java.util.List;

/**
 * What a worker is told, as {@code job.json} in the job's directory.
 *
 * @param spec of the attempt; for a merge, of the gate
 * @param merge null unless branches are merged
 * @param workspace the git checkout on this machine that the job belongs to
 * @param commits that the job needs besides what the workspace has; each is in the workspace's
 *     store, or comes as {@code bundles/<commit>.bundle}
 * @param sessions agent sessions at once, as the controller's governor granted them; 0 for the
 *     plan's own limit
 * @param sessionsPerMinute likewise
 * @param provenSeal digest of the seal that a commit phase names in its trailers; null for other
 *     phases
 * @param earlier what was made of the phase before and can be begun with, the latest first; where
 *     the phase owes a text, that is in {@code taken/}
 * @param variables names of environment variables that the agent gets besides the plan's
 */
public record WorkerJob(
        Kind kind,
        AttemptSpec spec,
        MergeSpec merge,
        Overrides overrides,
        String workspace,
        List<String> commits,
        int sessions,
        int sessionsPerMinute,
        String provenSeal,
        List<EarlierChange> earlier,
        List<String> variables) {
    /** What is to be done. */
    public enum Kind {
        /** A phase, with the configured agent. */
        ATTEMPT,
        /** The proof of what somebody else did in {@code body/}. */
        BODY,
        /** The merge of a gate's branches. */
        MERGE,
        /** The commit with trailers, on the milestone's base. */
        COMMIT
    }

    public WorkerJob {
        commits = List.copyOf(commits);
        earlier = earlier == null ? List.of() : List.copyOf(earlier);
        variables = List.copyOf(variables);
    }

    /** The same with what the governor granted. */
    public WorkerJob granted(int atOnce, int perMinute) {
        return new WorkerJob(
                kind,
                spec,
                merge,
                overrides,
                workspace,
                commits,
                atOnce,
                perMinute,
                provenSeal,
                earlier,
                variables);
    }
}
