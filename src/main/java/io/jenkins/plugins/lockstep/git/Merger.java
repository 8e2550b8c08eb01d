package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Merges two commits without a work tree. */
final class Merger {
    private final ObjectStore store;

    Merger(ObjectStore store) {
        this.store = store;
    }

    /** When one has the other in its history, that one unchanged is the result. */
    MergeResult merge(String ours, String theirs, String message)
            throws IOException, InterruptedException {
        String shared = mergeBase(ours, theirs);
        if (shared.equals(theirs)) {
            return new MergeResult(ours, List.of());
        }
        if (shared.equals(ours)) {
            return new MergeResult(theirs, List.of());
        }
        String[] arguments = {
            "merge-tree", "--write-tree", "-z", "--name-only", "--no-messages", ours, theirs
        };
        Exec.Result<byte[]> result = store.git().run(null, Exec::all, arguments);
        if (result.exitCode() > 1) {
            throw store.git().failure(result, arguments);
        }
        List<String> names = Git.split(result.output());
        if (result.exitCode() == 1) {
            Set<String> conflicts = new TreeSet<>(names.subList(1, names.size()));
            conflicts.remove("");
            return new MergeResult(null, List.copyOf(conflicts));
        }
        return new MergeResult(
                store.commit(names.get(0), List.of(ours, theirs), message), List.of());
    }

    /** The best commit that both have in their history; empty if there is none. */
    private String mergeBase(String ours, String theirs) throws IOException, InterruptedException {
        String[] arguments = {"merge-base", Git.object(ours), Git.object(theirs)};
        Exec.Result<byte[]> result = store.git().run(null, Exec::all, arguments);
        if (result.exitCode() > 1) {
            throw store.git().failure(result, arguments);
        }
        return Git.text(result.output());
    }
}
