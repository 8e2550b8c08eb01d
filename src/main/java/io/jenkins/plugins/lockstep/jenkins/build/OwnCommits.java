package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.FilePath;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.git.History;
import io.jenkins.plugins.lockstep.git.History.Commit;
import io.jenkins.plugins.lockstep.jenkins.agent.ReadHistory;
import io.jenkins.plugins.lockstep.run.SealIndex;
import io.jenkins.plugins.lockstep.run.Sealed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Ends a build that nothing but commits of Lockstep's own started. */
public final class OwnCommits {
    private static final String TRAILER = "Lockstep-Seal";

    /** More new commits than that are somebody's work. */
    private static final int MOST = 1000;

    private final List<String> built = new ArrayList<>();
    private final Map<String, Published> byCommit = new HashMap<>();
    private final Map<String, Published> bySeal = new HashMap<>();

    /** What a build sealed as a milestone's commit. */
    private record Published(String build, String tree) {}

    private OwnCommits() {}

    /**
     * Ends the build, unless a commit is new that no earlier build of the job sealed. New is what
     * none of them started from. A commit is Lockstep's own if a build sealed it; or if it has the
     * tree that a build sealed and its trailer names the seal of that, as after a squash; or if it
     * is a merge that adds nothing to one of these.
     *
     * @throws FlowInterruptedException as NOT_BUILT
     */
    public static void check(
            Run<?, ?> build, PinnedPlan pinned, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        OwnCommits own = new OwnCommits();
        for (Run<?, ?> earlier : EarlierBuilds.of(build)) {
            own.learn(earlier, listener);
        }
        if (own.byCommit.isEmpty()) {
            return;
        }
        String head = pinned.base();
        List<Commit> fresh =
                History.read(workspace.act(new ReadHistory(head, own.built, TRAILER, MOST)));
        String from = own.from(head, fresh);
        if (from != null) {
            throw new FlowInterruptedException(Result.NOT_BUILT, true, new Own(from));
        }
    }

    private void learn(Run<?, ?> earlier, TaskListener listener) throws IOException {
        BuildFiles files = EarlierBuilds.files(earlier);
        String id = earlier.getExternalizableId();
        try {
            built.add(PinnedPlan.read(files).base());
            SealIndex index = new SealIndex();
            for (Entry entry : new EarlierLedger(files).signed()) {
                Sealed sealed = index.add(entry).orElse(null);
                if (sealed != null && index.commits(sealed.milestone()).contains(sealed.commit())) {
                    Published one = new Published(id, sealed.tree());
                    byCommit.put(sealed.commit(), one);
                    materials(entry).forEach(seal -> bySeal.put(seal.toString(), one));
                }
            }
        } catch (IOException e) {
            listener.getLogger()
                    .println("Lockstep: the run of " + id + " can't be read: " + e.getMessage());
        }
    }

    private static List<Digest> materials(Entry entry) throws IOException {
        return entry.statement().predicateType().equals(Predicates.PHASE)
                ? entry.statement().predicate(PhasePredicate.class).materials().stream()
                        .map(Material::digest)
                        .toList()
                : List.of();
    }

    /** The build that made the latest of the new commits; null if not all are Lockstep's. */
    private String from(String head, List<Commit> fresh) {
        List<Commit> reached = reached(head, fresh);
        if (reached.isEmpty() || fresh.size() == MOST && reached.size() > 1) {
            return null;
        }
        Map<String, Published> own = new HashMap<>(byCommit);
        reached.forEach(commit -> squashed(commit).ifPresent(one -> own.put(commit.name(), one)));
        String latest = null;
        for (Commit commit : reached) {
            Optional<Published> one = ofCommit(commit, own);
            if (one.isEmpty()) {
                return null;
            }
            latest = latest == null ? one.get().build() : latest;
        }
        return latest;
    }

    /** What a commit publishes: itself, or for a merge that adds nothing, one of its parents. */
    private static Optional<Published> ofCommit(Commit commit, Map<String, Published> own) {
        if (own.containsKey(commit.name()) || commit.parents().size() < 2) {
            return Optional.ofNullable(own.get(commit.name()));
        }
        return commit.parents().stream()
                .map(own::get)
                .filter(one -> one != null && one.tree().equals(commit.tree()))
                .findFirst();
    }

    /** A commit of the same tree whose trailer names the seal; its parents must be known. */
    private Optional<Published> squashed(Commit commit) {
        return commit.trailer().stream()
                .map(bySeal::get)
                .filter(one -> one != null && one.tree().equals(commit.tree()))
                .filter(one -> !commit.parents().isEmpty())
                .findFirst();
    }

    /** What a build sealed stands on what that build started from, so nothing below it is new. */
    private List<Commit> reached(String head, List<Commit> fresh) {
        Map<String, Commit> byName = new HashMap<>();
        fresh.forEach(commit -> byName.put(commit.name(), commit));
        List<Commit> reached = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(head));
        while (!open.isEmpty()) {
            Commit commit = byName.remove(open.remove());
            if (commit != null) {
                reached.add(commit);
                if (!byCommit.containsKey(commit.name())) {
                    open.addAll(commit.parents());
                }
            }
        }
        return reached;
    }

    /** The reason, in the build's log. */
    static final class Own extends CauseOfInterruption {
        private static final long serialVersionUID = 1;

        private final String build;

        Own(String build) {
            this.build = build;
        }

        @Override
        public String getShortDescription() {
            return "Lockstep: nothing to do, the only new commits are those that "
                    + build
                    + " proved and sealed";
        }
    }
}
