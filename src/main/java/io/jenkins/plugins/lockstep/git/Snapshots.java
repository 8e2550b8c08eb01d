package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a commit of what a checkout holds. The {@code .gitignore} files count as they are in the
 * checkout: what an agent hides with them is no part of the commit, so no proof ever sees it, and
 * the next reset removes it. What setup and carry brought is never taken, whatever they say.
 */
final class Snapshots {
    private static final Set<String> READ_BY_GIT =
            Set.of(".gitignore", ".gitattributes", ".gitmodules");
    private static final int MAX_REASONS = 50;
    private static final int MAX_SHOWN = 200;

    /** In bytes; a name more and the system refuses it, so git would leave it out. */
    private static final int MAX_PATH = 4096 - 256;

    private final Slot slot;
    private final List<String> reasons = new ArrayList<>();
    private final Set<String> special = new HashSet<>();
    private final Set<String> submodules = new HashSet<>();

    Snapshots(Slot slot) {
        this.slot = slot;
    }

    Snapshot take(String message) throws IOException, InterruptedException {
        List<Diffs.Raw> changes = stage();
        String commit = slot.base();
        if (!changes.isEmpty()) {
            String tree = slot.git().line("write-tree");
            slot.stamp();
            commit = slot.store().commit(tree, List.of(slot.base()), message);
        }
        return new Snapshot(commit, changes.stream().map(Diffs.Raw::change).toList());
    }

    Changes changes() throws IOException, InterruptedException {
        return new Changes(slot.base(), stage());
    }

    /** Brings the files into the index and their content into the store. */
    private List<Diffs.Raw> stage() throws IOException, InterruptedException {
        slot.checkPlace();
        if (slot.controlWritten()) {
            throw new SnapshotRefusedException(List.of(Slot.CONTROL_WRITTEN));
        }
        Tracked before = slot.tracked();
        submodules.addAll(before.gitlinks());
        TreeWalk.walk(slot.tree(), this::look);
        special.stream()
                .filter(before.files()::contains)
                .forEach(path -> refuse("'" + path + "' is a pipe, socket or device now"));
        refuseIfAny();
        addAll();
        Diffs diffs = new Diffs(slot.git());
        List<Diffs.Raw> changes = diffs.staged(slot.base());
        if (dropBrought(changes)) {
            changes = diffs.staged(slot.base());
        }
        slot.stamp();
        refuseGitlinks(changes);
        return changes;
    }

    private boolean look(Path path, String relative, BasicFileAttributes attributes)
            throws IOException {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
            refuse(
                    "'"
                            + relative.substring(0, Math.min(MAX_SHOWN, relative.length()))
                            + "…' has too long a path");
            return false;
        }
        int slash = relative.lastIndexOf('/');
        if (slash > 0 && submodules.contains(relative.substring(0, slash))) {
            refuse("'" + relative + "' is in a submodule, where git does not look for files");
            return false;
        }
        if (attributes.isOther()) {
            special.add(relative);
            if (READ_BY_GIT.contains(Names.of(path))) {
                refuse("'" + relative + "' is a pipe, socket or device");
            }
        } else if (attributes.isRegularFile() && !Files.isReadable(path)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            permissions.add(PosixFilePermission.OWNER_READ);
            Files.setPosixFilePermissions(path, permissions);
        }
        return true;
    }

    private void addAll() throws IOException, InterruptedException {
        try {
            slot.git().bytes(null, "add", "--all");
        } catch (GitException e) {
            slot.stamp();
            String said = e.stderr().strip();
            if (said.contains("nvalid path")
                    || said.contains("does not have a commit checked out")
                    || said.contains("unable to index file")) {
                throw new SnapshotRefusedException(List.of(said));
            }
            throw e;
        }
    }

    private boolean dropBrought(List<Diffs.Raw> changes) throws IOException, InterruptedException {
        List<String> brought =
                changes.stream()
                        .map(Diffs.Raw::path)
                        .filter(path -> slot.brought().contains(path))
                        .toList();
        if (brought.isEmpty()) {
            return false;
        }
        slot.git().bytes(Git.join(brought), "update-index", "-z", "--force-remove", "--stdin");
        return true;
    }

    private void refuseGitlinks(List<Diffs.Raw> changes) throws SnapshotRefusedException {
        for (Diffs.Raw change : changes) {
            if (change.newMode().equals(Diffs.GITLINK)) {
                refuse(
                        "'%s' is a git repository of its own, whose files git does not take"
                                .formatted(change.path()));
            }
        }
        refuseIfAny();
    }

    private void refuse(String reason) {
        if (reasons.size() < MAX_REASONS) {
            reasons.add(reason);
        }
    }

    private void refuseIfAny() throws SnapshotRefusedException {
        if (!reasons.isEmpty()) {
            throw new SnapshotRefusedException(reasons);
        }
    }
}
