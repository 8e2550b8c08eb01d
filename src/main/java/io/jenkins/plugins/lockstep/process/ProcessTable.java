package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The machine's processes at one moment, from {@code /proc}; elsewhere from {@link ProcessHandle},
 * which knows less: no sessions, no environments.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final boolean LINUX = Files.isReadable(PROC.resolve("self/stat"));

    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START = 19;
    private static final int ENVIRONMENT_END = 48;

    /**
     * @param start in the system's own unit: with the id it names a process for good
     * @param session 0 if unknown
     */
    record Row(long pid, long parent, long session, long start, boolean zombie) {}

    private ProcessTable() {}

    static Map<Long, Row> snapshot() {
        return snapshot(new HashSet<>());
    }

    /**
     * @param vanished gets those that were listed, but gone before they were looked at: who knows
     *     what they have started meanwhile
     */
    static Map<Long, Row> snapshot(Set<Long> vanished) {
        Map<Long, Row> rows = new HashMap<>();
        if (LINUX) {
            String[] names = PROC.toFile().list();
            for (String name : names == null ? new String[0] : names) {
                if (Character.isDigit(name.charAt(0))) {
                    Row row = row(name);
                    if (row != null) {
                        rows.put(row.pid(), row);
                    } else {
                        vanished.add(Long.parseLong(name));
                    }
                }
            }
        } else {
            ProcessHandle.allProcesses()
                    .forEach(
                            p ->
                                    rows.put(
                                            p.pid(),
                                            new Row(
                                                    p.pid(),
                                                    p.parent().map(ProcessHandle::pid).orElse(0L),
                                                    0,
                                                    millis(p),
                                                    false)));
        }
        return rows;
    }

    /** One process; null if there is none. */
    static Row row(long pid) {
        return LINUX ? row(Long.toString(pid)) : null;
    }

    /** When it started, in a unit that is the same for all who ask, whatever the clock says. */
    static long start(ProcessHandle process) {
        Row row = row(process.pid());
        return row == null ? millis(process) : row.start();
    }

    private static long millis(ProcessHandle process) {
        return process.info().startInstant().map(at -> at.toEpochMilli()).orElse(0L);
    }

    private static Row row(String pid) {
        String[] fields = fields(pid);
        if (fields.length <= START) {
            return null;
        }
        return new Row(
                Long.parseLong(pid),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[SESSION]),
                Long.parseLong(fields[START]),
                zombie(fields));
    }

    private static boolean zombie(String[] fields) {
        return "ZX".indexOf(fields[STATE].charAt(0)) >= 0;
    }

    private static boolean kernels(String[] fields) {
        return fields[SESSION].equals("0");
    }

    /** The fields of {@code stat} from the state on: what stands before may hold anything. */
    private static String[] fields(String pid) {
        byte[] bytes = read(pid, "stat");
        if (bytes == null) {
            return new String[0];
        }
        String stat = new String(bytes, StandardCharsets.ISO_8859_1);
        return stat.substring(stat.lastIndexOf(')') + 2).split("[ \n]");
    }

    /** All that descend from it, without itself. */
    static Set<Long> descendants(Map<Long, Row> rows, Set<Long> roots) {
        Set<Long> found = new HashSet<>(roots);
        boolean more = true;
        while (more) {
            more = false;
            for (Row row : rows.values()) {
                if (found.contains(row.parent()) && found.add(row.pid())) {
                    more = true;
                }
            }
        }
        found.removeAll(roots);
        return found;
    }

    /** What a process was started with. */
    enum Answer {
        YES,
        NO,
        /** It is just replacing its program (exec) and has no environment yet. */
        ASK_AGAIN
    }

    /** Whether the process was started with that variable; no if we may not know. */
    static Answer hasVariable(long pid, String name, String value) {
        String id = Long.toString(pid);
        byte[] environment = LINUX ? read(id, "environ") : null;
        if (environment != null && environment.length == 0) {
            String[] fields = fields(id);
            if (fields.length <= ENVIRONMENT_END || zombie(fields) || kernels(fields)) {
                return Answer.NO;
            }
            if (fields[ENVIRONMENT_END].equals("0")) {
                return Answer.ASK_AGAIN;
            }
            environment = read(id, "environ");
        }
        if (environment == null) {
            return Answer.NO;
        }
        String all = "\0" + new String(environment, StandardCharsets.UTF_8) + "\0";
        return all.contains("\0" + name + "=" + value + "\0") ? Answer.YES : Answer.NO;
    }

    /** The value of a variable that the process was started with; empty if we may not know. */
    static Optional<String> variable(long pid, String name) {
        byte[] environment = LINUX ? read(Long.toString(pid), "environ") : null;
        if (environment == null) {
            return Optional.empty();
        }
        return Stream.of(new String(environment, StandardCharsets.UTF_8).split("\0"))
                .filter(one -> one.startsWith(name + "="))
                .map(one -> one.substring(name.length() + 1))
                .findFirst();
    }

    /** Resident memory in bytes; 0 if unknown. */
    static long residentBytes(long pid) {
        byte[] status = LINUX ? read(Long.toString(pid), "status") : null;
        if (status == null) {
            return 0;
        }
        return new String(status, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElse(0);
    }

    /** Those, but us, that have a file of that name open, whether or not it has been deleted. */
    static Set<Long> holders(String file) {
        Set<Long> found = new HashSet<>();
        for (long pid : snapshot().keySet()) {
            String[] open = PROC.resolve(pid + "/fd").toFile().list();
            for (String number : open == null ? new String[0] : open) {
                if (link(PROC.resolve(pid + "/fd/" + number)).startsWith(file)) {
                    found.add(pid);
                    break;
                }
            }
        }
        found.remove(ProcessHandle.current().pid());
        return found;
    }

    private static String link(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static byte[] read(String pid, String name) {
        try {
            return Files.readAllBytes(PROC.resolve(pid).resolve(name));
        } catch (IOException e) {
            return null;
        }
    }
}
