package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings changes that were made on one commit onto another, whatever their histories are. */
public final class Transplant {
    private final ObjectStore store;

    public Transplant(ObjectStore store) {
        this.store = store;
    }

    /**
     * A commit on {@code onto} that changes what {@code to} changes in {@code from}.
     *
     * @return {@code onto} itself if it has all of that; the conflicts if both changed the same
     */
    public MergeResult onto(String from, String to, String onto, String message)
            throws IOException, InterruptedException {
        String before = store.tree(from);
        String changed = store.tree(to);
        String there = store.tree(onto);
        if (changed.equals(before) || changed.equals(there)) {
            return new MergeResult(onto, List.of());
        }
        if (there.equals(before)) {
            return new MergeResult(store.commit(changed, List.of(onto), message), List.of());
        }
        return merged(before, there, changed, onto, message);
    }

    /**
     * The same of those files only that {@code onto} has as {@code from} has them; so there is no
     * conflict.
     */
    public String untouched(String from, String to, String onto, String message)
            throws IOException, InterruptedException {
        Set<String> files = paths(from, to);
        files.removeAll(paths(from, onto));
        return store.take(onto, List.of(new Picked(to, files)), message);
    }

    /**
     * A commit on {@code to} in which these files are as in {@code from}.
     *
     * @param files those that are the same in both count for nothing
     * @return {@code to} itself if all are; {@code from} if nothing else differs
     */
    public String without(String from, String to, Set<String> files, String message)
            throws IOException, InterruptedException {
        Set<String> undone = paths(from, to);
        undone.retainAll(files);
        String commit = store.take(to, List.of(new Picked(from, undone)), message);
        return store.tree(commit).equals(store.tree(from)) ? from : commit;
    }

    private Set<String> paths(String from, String to) throws IOException, InterruptedException {
        return store.changes(from, to).stream()
                .map(Change::path)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private MergeResult merged(
            String before, String there, String changed, String onto, String message)
            throws IOException, InterruptedException {
        String root = store.commit(before, List.of(), message);
        String ours = store.commit(there, List.of(root), message);
        String theirs = store.commit(changed, List.of(root), message);
        MergeResult merged = store.merge(ours, theirs, message);
        if (merged.commit() == null) {
            return merged;
        }
        String tree = store.tree(merged.commit());
        return tree.equals(there)
                ? new MergeResult(onto, List.of())
                : new MergeResult(store.commit(tree, List.of(onto), message), List.of());
    }
}
