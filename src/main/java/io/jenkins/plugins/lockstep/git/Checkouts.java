package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one owner of checkouts: makes, pools and removes them. There are never more than were leased
 * at once. Any number of threads may lease at the same time; each lease belongs to one thread.
 */
public final class Checkouts implements AutoCloseable {
    private static final String DIRECTORY = "checkouts";
    private static final int RANDOM_BYTES = 4;

    private final ObjectStore store;
    private final Path root;
    private final Workspaces workspaces;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong counter = new AtomicLong();
    private final Map<Use, Deque<Slot>> idle = new EnumMap<>(Use.class);
    private final List<Path> undeleted = new ArrayList<>();
    private boolean closed;

    /**
     * @param work the work area; checkouts stand in {@code work/checkouts}
     * @param project the directory to carry from
     */
    public Checkouts(
            ObjectStore store,
            Path work,
            Plan.Workspace workspace,
            Path project,
            SetupRunner runner)
            throws IOException {
        this.store = store;
        this.root = Files.createDirectories(work.resolve(DIRECTORY)).toRealPath();
        this.workspaces = new Workspaces(workspace, project, runner);
        for (Use use : Use.values()) {
            idle.put(use, new ArrayDeque<>());
        }
    }

    /**
     * A checkout of that commit: its files, what setup and carry bring, and nothing else.
     *
     * @throws IOException if it can't be made, or the setup failed
     * @throws IllegalStateException after {@link #close}
     */
    public Checkout lease(Use use, String commit) throws IOException, InterruptedException {
        Git.object(commit);
        Slot pooled = takeIdle(use, commit);
        if (pooled != null && resets(pooled, commit)) {
            return prepared(pooled);
        }
        Slot fresh = new Slot(store, use, newDirectory(use));
        return prepared(created(fresh, slot -> slot.create(commit)));
    }

    /**
     * Takes a directory that somebody else worked in for a checkout of that commit: its files
     * count, its git directory is not looked at. It stays when the checkout is given back.
     *
     * @param parked what {@link Checkout#park} wrote when the directory was made
     * @throws IOException if the directory is gone or was replaced by a link
     */
    public Checkout adopt(Path tree, String commit, Path parked)
            throws IOException, InterruptedException {
        Git.object(commit);
        Slot slot = Slot.around(store, Use.AGENT, newDirectory(Use.AGENT), tree);
        return new Checkout(this, created(slot, one -> one.adopt(commit, parked)));
    }

    private interface Creation {
        void of(Slot slot) throws IOException, InterruptedException;
    }

    private Slot created(Slot fresh, Creation creation) throws IOException, InterruptedException {
        try {
            creation.of(fresh);
            return fresh;
        } catch (IOException | InterruptedException | RuntimeException e) {
            discard(fresh);
            throw e;
        }
    }

    private boolean resets(Slot slot, String commit) throws IOException, InterruptedException {
        try {
            slot.reset(commit);
            return true;
        } catch (InterruptedException e) {
            discard(slot);
            throw e;
        } catch (IOException e) {
            discard(slot);
            if (!store.exists(commit)) {
                throw e;
            }
            return false;
        }
    }

    private Checkout prepared(Slot slot) throws IOException, InterruptedException {
        try {
            workspaces.prepare(slot);
            return new Checkout(this, slot);
        } catch (IOException | InterruptedException | RuntimeException e) {
            discard(slot);
            throw e;
        }
    }

    /** As {@link Checkout#reset}. */
    void reset(Slot slot, String commit) throws IOException, InterruptedException {
        slot.reset(Git.object(commit));
        workspaces.prepare(slot);
    }

    private synchronized Slot takeIdle(Use use, String commit) {
        if (closed) {
            throw new IllegalStateException("the checkouts are closed");
        }
        Deque<Slot> slots = idle.get(use);
        for (Slot slot : slots) {
            if (slot.base().equals(commit)) {
                slots.remove(slot);
                return slot;
            }
        }
        return slots.poll();
    }

    private Path newDirectory(Use use) throws IOException {
        byte[] unique = new byte[RANDOM_BYTES];
        random.nextBytes(unique);
        String name =
                "%s-%d-%s"
                        .formatted(
                                use.name().toLowerCase(Locale.ROOT),
                                counter.incrementAndGet(),
                                HexFormat.of().formatHex(unique));
        return Files.createDirectory(root.resolve(name));
    }

    /** Takes a lease back. */
    void giveBack(Slot slot) throws IOException {
        synchronized (this) {
            if (!closed && !slot.isAround()) {
                idle.get(slot.use()).push(slot);
                return;
            }
        }
        Trees.delete(slot.directory());
    }

    /** What can't be deleted now may not stop the work; {@link #close} tries again and tells. */
    private void discard(Slot slot) {
        try {
            Trees.delete(slot.directory());
        } catch (IOException e) {
            synchronized (this) {
                undeleted.add(slot.directory());
            }
        }
    }

    /**
     * Removes all that are not leased; a lease that is open still is removed when it is closed.
     *
     * @throws IOException if some can't be removed, after all were tried
     */
    @Override
    public void close() throws IOException {
        List<Path> directories = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Deque<Slot> slots : idle.values()) {
                slots.forEach(slot -> directories.add(slot.directory()));
                slots.clear();
            }
            directories.addAll(undeleted);
            undeleted.clear();
        }
        deleteAll(directories);
    }

    /**
     * Removes what a killed run left. Only for who holds the project's lock.
     *
     * @throws IOException if some can't be removed, after all were tried
     */
    public static void sweep(Path work) throws IOException {
        Path root = work.resolve(DIRECTORY);
        List<Path> directories = new ArrayList<>();
        if (Trees.isDirectory(root)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
                entries.forEach(directories::add);
            }
        } else {
            Trees.delete(root);
        }
        deleteAll(directories);
    }

    private static void deleteAll(List<Path> directories) throws IOException {
        IOException failure = null;
        for (Path directory : directories) {
            try {
                Trees.delete(directory);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
