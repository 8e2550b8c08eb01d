package io.jenkins.plugins.lockstep.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A process and all that it started. In a PID namespace these are its descendants, whatever they
 * do. Without one, a process can leave its parent and its session; then we also know it by the
 * cookie in its environment, and by having seen it before.
 */
final class ProcessTree {
    static final String COOKIE = "LOCKSTEP_PROCESS";

    private final ProcessHandle root;
    private final String cookie;
    private final boolean contained;
    private final long since;
    private final Map<Long, Long> known = new HashMap<>();
    private final Map<Long, ProcessTable.Row> before = new HashMap<>();
    private final Set<Long> adopters = new HashSet<>();
    private boolean settled;

    /**
     * @param root the process that we started: a wrapper if contained
     * @param cookie the value of {@link #COOKIE} in its environment
     * @param contained whether it is in a PID namespace of its own
     */
    ProcessTree(ProcessHandle root, String cookie, boolean contained) {
        this.root = root;
        this.cookie = cookie;
        this.contained = contained;
        adopters.add(1L);
        for (ProcessHandle self = ProcessHandle.current(); self != null; ) {
            self = self.parent().orElse(null);
            if (self != null) {
                adopters.add(self.pid());
            }
        }
        ProcessTable.Row row = contained ? null : ProcessTable.row(root.pid());
        this.since = row == null ? 0 : row.start();
    }

    /**
     * Those that live. Of a contained tree, the wrapper outside the namespace counts only when
     * nothing is in the namespace: it ends by itself after all others, and tells us so.
     */
    private synchronized Set<Long> members(boolean thorough) {
        Set<Long> vanished = new HashSet<>();
        Map<Long, ProcessTable.Row> rows = ProcessTable.snapshot(vanished);
        Set<Long> members = new HashSet<>();
        if (rows.containsKey(root.pid()) && root.isAlive()) {
            members.add(root.pid());
        }
        if (!contained || thorough) {
            search(rows, vanished, members);
        }
        members.addAll(ProcessTable.descendants(rows, members));
        members.removeIf(pid -> rows.get(pid) == null || rows.get(pid).zombie());
        members.remove(ProcessHandle.current().pid());
        members.forEach(pid -> known.put(pid, rows.get(pid).start()));
        if (contained && members.size() > 1) {
            members.remove(root.pid());
        }
        return members;
    }

    private void search(Map<Long, ProcessTable.Row> rows, Set<Long> vanished, Set<Long> members) {
        boolean ours = root.isAlive() || !rows.containsKey(root.pid());
        settled = before.keySet().containsAll(vanished);
        for (ProcessTable.Row row : rows.values()) {
            if (row.start() < since || row.pid() == ProcessHandle.current().pid()) {
                continue;
            }
            Long start = known.get(row.pid());
            if (start != null && start == row.start() || ours && row.session() == root.pid()) {
                members.add(row.pid());
                continue;
            }
            switch (ProcessTable.hasVariable(row.pid(), COOKIE, cookie)) {
                case YES -> members.add(row.pid());
                case ASK_AGAIN -> settled = false;
                case NO ->
                        settled =
                                settled
                                        && (row.equals(before.get(row.pid()))
                                                || hasOtherParent(row, rows));
            }
        }
        settled &= members.isEmpty();
        before.clear();
        before.putAll(rows);
    }

    /**
     * Whether it lives below a process that has nothing to do with us, so that it can't be ours.
     */
    private boolean hasOtherParent(ProcessTable.Row row, Map<Long, ProcessTable.Row> rows) {
        ProcessTable.Row parent = rows.get(row.parent());
        return parent != null && !parent.zombie() && !adopters.contains(parent.pid());
    }

    /** Asks all to end (SIGTERM). */
    void terminate() {
        for (long pid : members(false)) {
            boolean wrapper = contained && pid == root.pid();
            handle(pid)
                    .ifPresent(wrapper ? ProcessHandle::destroyForcibly : ProcessHandle::destroy);
        }
    }

    /**
     * Ends all (SIGKILL).
     *
     * @param thorough look for members of a contained tree outside it too, since its wrapper did
     *     not end in an orderly way
     * @return how many there were, as far as we saw
     */
    int kill(boolean thorough) {
        Set<Long> members = members(thorough);
        for (long pid : members) {
            handle(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        return members.size();
    }

    /**
     * Whether the last thorough look found nobody, nor anybody new on this machine since the look
     * before it, who could have been forked behind our back.
     */
    synchronized boolean settled() {
        return settled;
    }

    /** What its living members have in memory. */
    long residentBytes() {
        return members(false).stream().mapToLong(ProcessTable::residentBytes).sum();
    }

    boolean contained() {
        return contained;
    }

    private static Optional<ProcessHandle> handle(long pid) {
        return ProcessHandle.of(pid);
    }
}
