package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptDirectory;
import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.attempt.MergeSpec;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.History;
import io.jenkins.plugins.lockstep.git.MergeResult;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.Transplant;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.validate.ValidatorResult;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Finds the commit by which a milestone's proven tree comes to the target branch's tip. Where the
 * branch went on meanwhile, both are merged, and all is proven on what that gives.
 */
final class Landing {
    private static final String SEAL = "Lockstep-Seal";

    private final MilestoneContext milestone;
    private final AttemptSpec spec;
    private final AttemptDirectory directory;
    private final EventSink events;

    Landing(
            MilestoneContext milestone,
            AttemptSpec spec,
            AttemptDirectory directory,
            EventSink events) {
        this.milestone = milestone;
        this.spec = spec;
        this.directory = directory;
        this.events = events;
    }

    /**
     * How it lands.
     *
     * @param commit on the branch, or to be put there
     * @param parent the branch's tip below it; empty if the branch went on from the commit
     * @param validators that ran on its tree, if that is not the proven one
     * @param failures why it can't land; empty if it can
     */
    record Found(
            String commit,
            String parent,
            List<ValidatorResult> validators,
            List<Failure> failures) {}

    Found find(Sealed proven, String tip, String message) throws IOException, InterruptedException {
        ObjectStore store = milestone.run().store();
        String own = own(tip);
        if (!own.isEmpty() && isOf(own, proven)) {
            String parent = own.equals(tip) ? store.parent(own) : "";
            return store.tree(own).equals(proven.tree())
                    ? new Found(own, parent, List.of(), List.of())
                    : proven(own, store.parent(own), parent);
        }
        if (own.isEmpty() && tip.equals(milestone.base())) {
            String commit = store.commit(proven.tree(), List.of(tip), message);
            return new Found(commit, tip, List.of(), List.of());
        }
        if (own.isEmpty() && !store.isAncestor(milestone.base(), tip)) {
            return refused(
                    "no longer holds " + milestone.base() + ", where the milestone began", "");
        }
        if (!milestone.run().confined() && !isKnown(tip)) {
            return refused(
                    "moved from "
                            + milestone.run().sealer().began()
                            + " to "
                            + tip
                            + " since the run began, and without a sandbox nobody can tell"
                            + " whether an agent did that: look at the new commits",
                    "");
        }
        return merged(proven, own, tip, message);
    }

    private Found merged(Sealed proven, String own, String tip, String message)
            throws IOException, InterruptedException {
        ObjectStore store = milestone.run().store();
        String known = own.isEmpty() ? milestone.base() : behind(own);
        MergeResult merge = new Transplant(store).onto(known, proven.commit(), tip, message);
        if (!merge.merged()) {
            return refused(
                    "went on to " + tip + " and changed what the milestone changes too",
                    String.join(", ", merge.conflicts()));
        }
        String tree = store.tree(merge.commit());
        String commit = store.commit(tree, List.of(tip), message);
        if (tree.equals(proven.tree())) {
            return new Found(commit, tip, List.of(), List.of());
        }
        events.note(
                branch()
                        + " went on to "
                        + tip
                        + " since the milestone began: both are merged, and all is proven again");
        return proven(commit, tip, tip);
    }

    /** Runs all proofs on a commit; what the milestone brings is its difference to {@code onto}. */
    private Found proven(String commit, String onto, String parent)
            throws IOException, InterruptedException {
        ObjectStore store = milestone.run().store();
        boolean brings = !store.tree(commit).equals(store.tree(onto));
        AttemptSpec place =
                new AttemptSpec(
                        spec.run(),
                        spec.milestone(),
                        spec.phase(),
                        spec.attempt(),
                        spec.planDigest(),
                        onto,
                        brings ? onto : milestone.base(),
                        spec.seals(),
                        spec.hold(),
                        spec.baselines(),
                        List.of(),
                        spec.millis(),
                        spec.limit());
        MergeSpec.Branch branch = new MergeSpec.Branch(spec.phase(), commit, List.of());
        AttemptResult result =
                milestone
                        .run()
                        .merges()
                        .run(new MergeSpec(place, List.of(branch), Map.of()), directory, events)
                        .result();
        return new Found(commit, parent, result.validators(), result.failures());
    }

    /** The last of our own commits that the tip has; empty if it has none. */
    private String own(String tip) throws IOException, InterruptedException {
        ObjectStore store = milestone.run().store();
        String last = "";
        for (String commit : milestone.run().sealer().ownCommits(spec.milestone())) {
            if (store.exists(commit) && store.isAncestor(commit, tip)) {
                last = commit;
            }
        }
        return last;
    }

    /** Whether the branch is where it was when the run began, or where the run itself put it. */
    private boolean isKnown(String tip) throws IOException, InterruptedException {
        Sealer sealer = milestone.run().sealer();
        boolean known = tip.equals(sealer.began());
        for (Milestone one : milestone.run().plan().milestones()) {
            known = known || sealer.ownCommits(one.number()).contains(tip);
        }
        return known;
    }

    private boolean isOf(String own, Sealed proven) throws IOException, InterruptedException {
        ObjectStore store = milestone.run().store();
        return store.tree(own).equals(proven.tree())
                || trailer(own, SEAL).equals(proven.seal().toString());
    }

    /** The proven commit that one of our own commits brought to the branch. */
    private String behind(String own) throws IOException, InterruptedException {
        String seal = trailer(own, SEAL);
        return milestone.run().sealer().index().sealNamed(seal).map(Sealed::commit).orElse(own);
    }

    /** The value of a commit's trailer; empty if it has none. */
    String trailer(String commit, String key) throws IOException, InterruptedException {
        History history = new History(milestone.run().store());
        List<History.Commit> found = History.read(history.since(commit, List.of(), key, 1));
        List<String> values = found.isEmpty() ? List.of() : found.get(0).trailer();
        return values.isEmpty() ? "" : values.get(values.size() - 1);
    }

    private String branch() {
        return milestone.run().plan().project().branch();
    }

    private Found refused(String what, String files) {
        String message =
                branch()
                        + " "
                        + what
                        + (files.isEmpty() ? "" : ": " + files)
                        + ". Run again: the phases are then proven anew on its tip, where the work of"
                        + " agents is taken over as far as it fits";
        return new Found(
                milestone.base(),
                "",
                List.of(),
                List.of(Failure.of("commit", Cause.TARGET_MOVED, message)));
    }
}
