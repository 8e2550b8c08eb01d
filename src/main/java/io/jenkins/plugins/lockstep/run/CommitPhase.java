package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.TargetMovedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts the proven tree on the target branch, as one commit whose trailers name run, milestone and
 * seal. The commit is kept under a ref of the store before the branch moves, so that a run killed
 * between the two finds it again.
 */
final class CommitPhase {
    private final MilestoneContext milestone;

    CommitPhase(MilestoneContext milestone) {
        this.milestone = milestone;
    }

    /** The ref that keeps the commit of a milestone. */
    static String pending(int milestone) {
        return "refs/lockstep/pending/m" + milestone;
    }

    AttemptResult make(AttemptSpec spec, AttemptDirectory directory, List<Sealed> materials)
            throws IOException, InterruptedException {
        String started = milestone.run().clock().instant().toString();
        ObjectStore store = milestone.run().store();
        String branch = milestone.run().plan().project().branch();
        Sealed proven = materials.get(0);
        String tip = store.importCommit(milestone.run().home().project(), branch);
        String commit = commit(store, spec, proven, tip);
        if (commit == null) {
            return result(spec, spec.base(), List.of(moved(branch, tip)), started);
        }
        // If a kill came between the branch and its files, these are still as in the parent.
        String parent = commit.equals(tip) ? store.parent(commit) : tip;
        store.keep(pending(spec.milestone()), commit);
        try {
            store.publish(milestone.run().home().project(), branch, commit, parent);
        } catch (TargetMovedException e) {
            return result(
                    spec,
                    spec.base(),
                    List.of(Failure.of("commit", Cause.TARGET_MOVED, e.getMessage())),
                    started);
        }
        Map<String, Object> evidence = new LinkedHashMap<>();
        evidence.put("branch", branch);
        evidence.put("commit", commit);
        evidence.put("tree", store.tree(commit));
        evidence.put("parent", parent);
        evidence.put("provenTree", proven.tree());
        evidence.put("trailers", trailers(spec, proven));
        Files.write(directory.evidence().resolve("commit.json"), Json.pretty(evidence));
        return result(spec, commit, List.of(), started);
    }

    /**
     * The commit to publish: the pending one if the branch is on it, else a new one; null if the
     * branch moved.
     */
    private String commit(ObjectStore store, AttemptSpec spec, Sealed proven, String tip)
            throws IOException, InterruptedException {
        boolean own = milestone.run().sealer().ownCommits(spec.milestone()).contains(tip);
        if (own && store.tree(tip).equals(proven.tree())) {
            return tip;
        }
        if (!own && !tip.equals(milestone.base())) {
            return null;
        }
        return store.commit(proven.tree(), List.of(tip), message(spec, proven));
    }

    private String message(AttemptSpec spec, Sealed proven) {
        StringBuilder text = new StringBuilder();
        text.append("Milestone ").append(spec.milestone()).append(": ");
        text.append(milestone.milestone().name()).append("\n\n");
        milestone
                .milestone()
                .criteria()
                .forEach(criterion -> text.append("- ").append(criterion).append('\n'));
        text.append('\n');
        trailers(spec, proven)
                .forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static Map<String, String> trailers(AttemptSpec spec, Sealed proven) {
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("Lockstep-Run", spec.run());
        trailers.put("Lockstep-Milestone", Integer.toString(spec.milestone()));
        trailers.put("Lockstep-Seal", proven.seal().toString());
        return trailers;
    }

    private Failure moved(String branch, String tip) {
        return Failure.of(
                "commit",
                Cause.TARGET_MOVED,
                branch
                        + " moved from "
                        + milestone.base()
                        + " to "
                        + tip
                        + " since the milestone began, so the proven"
                        + " tree can't be committed on it as it is. Put "
                        + branch
                        + " back (git branch -f), or run"
                        + " again to prove the milestone on the new tip");
    }

    private AttemptResult result(
            AttemptSpec spec, String commit, List<Failure> failures, String started) {
        return new AttemptResult(
                commit,
                List.of(),
                List.of(),
                failures,
                List.of(),
                List.of(),
                -1,
                -1,
                "",
                started,
                milestone.run().clock().instant().toString());
    }
}
