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
    private final Map<Long, Long> known = new HashMap<>();

    /**
     * @param root the process that we started: a wrapper if contained
     * @param cookie the value of {@link #COOKIE} in its environment
     * @param contained whether it is in a PID namespace of its own
     */
    ProcessTree(ProcessHandle root, String cookie, boolean contained) {
        this.root = root;
        this.cookie = cookie;
        this.contained = contained;
    }

    /**
     * Those that live. Of a contained tree, the wrapper outside the namespace counts only when
     * nothing is in the namespace: it ends by itself after all others, and tells us so.
     */
    private synchronized Set<Long> members(boolean thorough) {
        Map<Long, ProcessTable.Row> rows = ProcessTable.snapshot();
        Set<Long> members = new HashSet<>();
        if (rows.containsKey(root.pid()) && root.isAlive()) {
            members.add(root.pid());
        }
        if (!contained || thorough) {
            known.forEach(
                    (pid, start) -> {
                        ProcessTable.Row row = rows.get(pid);
                        if (row != null && row.start() == start) {
                            members.add(pid);
                        }
                    });
            boolean ours = root.isAlive() || !rows.containsKey(root.pid());
            for (ProcessTable.Row row : rows.values()) {
                if (ours && row.session() == root.pid()
                        || ProcessTable.hasVariable(row.pid(), COOKIE, cookie)) {
                    members.add(row.pid());
                }
            }
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
     * @return how many there were
     */
    int kill(boolean thorough) {
        Set<Long> members = members(thorough);
        for (long pid : members) {
            handle(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        return members.size();
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
