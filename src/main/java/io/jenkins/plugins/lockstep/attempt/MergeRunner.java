package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.MergeResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Merges the branches of a group and runs the group's proofs on the merged commit, once. Only if
 * they can't be joined it is found out which branch is at fault.
 */
public final class MergeRunner {
    private final Workshop shop;

    public MergeRunner(Workshop shop) {
        this.shop = shop;
    }

    /** Merges and proves; a conflict and a proof that fails are failures in the result. */
    public MergeOutcome run(MergeSpec spec, AttemptDirectory directory, EventSink events)
            throws IOException, InterruptedException {
        Instant started = shop.clock().instant();
        List<Failure> conflicts = new ArrayList<>();
        List<String> commits = merge(spec, conflicts);
        MergeProof proof =
                new MergeProof(shop, spec, List.copyOf(commits), directory, events, started);
        int merged = commits.size() - 1;
        if (merged > 0) {
            String commit = commits.get(merged);
            events.emit(Event.Type.MERGED, "", "", "merged as " + commit, Map.of("commit", commit));
        }
        return conflicts.isEmpty() ? proof.whole() : proof.before(conflicts);
    }

    /**
     * Merges one branch after the other, up to the first conflict.
     *
     * @param conflicts takes that
     * @return what is merged before the first branch, with it, with the second, and so on
     */
    private List<String> merge(MergeSpec spec, List<Failure> conflicts)
            throws IOException, InterruptedException {
        List<String> commits = new ArrayList<>(List.of(spec.place().base()));
        for (MergeSpec.Branch branch : spec.branches()) {
            MergeResult merge =
                    shop.store()
                            .merge(
                                    commits.get(commits.size() - 1),
                                    branch.commit(),
                                    "Lockstep: " + spec.place().phase());
            if (!merge.merged()) {
                merge.conflicts().forEach(path -> conflicts.add(conflict(path)));
                break;
            }
            commits.add(merge.commit());
        }
        return commits;
    }

    private static Failure conflict(String path) {
        return Failure.at("merge", Cause.MERGE_CONFLICT, "both branches changed " + path, path, 0);
    }
}
