package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A leased checkout. No process may work in it any more when a method here is called. Files in
 * submodules and those that Git LFS holds are not brought: a submodule is an empty directory, an
 * LFS file its pointer; {@code workspace.setup} can fetch either.
 */
public final class Checkout implements AutoCloseable {
    private final Checkouts owner;
    private final Slot slot;
    private boolean closed;

    Checkout(Checkouts owner, Slot slot) {
        this.owner = owner;
        this.slot = slot;
    }

    /** The directory with the files; it has a git directory of its own. */
    public Path path() {
        return slot.tree();
    }

    /** The commit that it was made from. */
    public String base() {
        return slot.base();
    }

    /**
     * Variables for every process that works here: without them, git would find the repository
     * around the work area if the checkout's own git directory is gone.
     */
    public Map<String, String> environment() {
        return Map.of("GIT_CEILING_DIRECTORIES", slot.directory().toString());
    }

    /**
     * Makes a commit on the base of what the files are now, from them alone: what was committed,
     * staged or configured in the checkout's own git directory doesn't count.
     *
     * @throws SnapshotRefusedException if something there can't be told by a commit: an embedded
     *     repository, a file that became a pipe, files in a submodule
     */
    public Snapshot snapshot(String message) throws IOException, InterruptedException {
        open();
        return new Snapshots(slot).take(message);
    }

    /**
     * What was planted in the checkout's git directory since it was made: hooks, settings that run
     * programs, other objects or history; a sentence each. Empty if nothing was.
     */
    public List<String> tampering() throws IOException, InterruptedException {
        open();
        return slot.tampering();
    }

    /**
     * Makes it a checkout of that commit, as if leased anew.
     *
     * @throws IOException if it can't be made clean; close it and lease another
     */
    public void reset(String commit) throws IOException, InterruptedException {
        open();
        owner.reset(slot, commit);
    }

    /** Writes what {@link Checkouts#adopt} needs to know, to a new directory. */
    public void park(Path directory) throws IOException {
        open();
        slot.park(Files.createDirectory(directory));
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("this checkout was given back");
        }
    }

    /** Gives it back to the pool; what is in it is cleaned away at the next lease. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            owner.giveBack(slot);
        }
    }
}
