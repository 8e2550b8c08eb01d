package io.jenkins.plugins.lockstep.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes bubblewrap's arguments. */
final class Bubblewrap {
    private static final Path TMP = Path.of("/tmp");
    private static final int LONGEST_NAMED = 10_000;
    private static final String SHARED_MEMORY = Long.toString(256L << 20);

    private final String program;

    Bubblewrap(String program) {
        this.program = program;
    }

    /** Own PID namespace, so that the tree ends as a whole; the files as they are. */
    List<String> contain() {
        List<String> args = begin();
        args.addAll(List.of("--dev-bind", "/", "/", "--proc", "/proc"));
        return args;
    }

    /**
     * All files read-only but the writable; the hidden masked; the temporary directory private.
     *
     * @throws IOException if a path can't be used
     */
    List<String> protect(Command command) throws IOException {
        List<String> args = begin();
        args.addAll(List.of("--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL"));
        args.addAll(List.of("--ro-bind", "/", "/", "--dev", "/dev"));
        args.addAll(List.of("--perms", "1777", "--size", SHARED_MEMORY, "--tmpfs", "/dev/shm"));
        args.addAll(List.of("--remount-ro", "/dev", "--proc", "/proc"));
        temporary(command, args);
        List<Mount> mounts = new ArrayList<>();
        for (Path path : command.sandbox().writable()) {
            mounts.add(new Mount(path.toRealPath(), Access.WRITABLE));
        }
        for (Path path : command.sandbox().readable()) {
            mounts.add(new Mount(path.toRealPath(), Access.READABLE));
        }
        for (Path path : command.sandbox().hidden()) {
            if (Files.exists(path)) {
                mounts.add(new Mount(path.toRealPath(), Access.HIDDEN));
            }
        }
        mounts.sort(
                Comparator.comparingInt((Mount m) -> m.path().getNameCount())
                        .thenComparing(Mount::access));
        List<String> sealed = new ArrayList<>();
        for (Mount mount : mounts) {
            String path = mount.path().toString();
            if (mount.access() == Access.WRITABLE) {
                args.addAll(List.of("--bind", path, path));
            } else if (mount.access() == Access.READABLE) {
                args.addAll(List.of("--ro-bind", path, path));
            } else if (Files.isDirectory(mount.path())) {
                args.addAll(List.of("--perms", "0700", "--tmpfs", path));
                sealed.addAll(List.of("--remount-ro", path));
            } else {
                args.addAll(List.of("--ro-bind", "/dev/null", path));
            }
        }
        args.addAll(sealed);
        return args;
    }

    /** In the order in which they are mounted at the same place: the strictest wins. */
    private enum Access {
        WRITABLE,
        READABLE,
        HIDDEN
    }

    private record Mount(Path path, Access access) {}

    private List<String> begin() {
        return new ArrayList<>(
                List.of(
                        program,
                        "--die-with-parent",
                        "--new-session",
                        "--unshare-pid",
                        "--as-pid-1"));
    }

    /**
     * A private {@code /tmp}: the command's own {@code TMPDIR} if it may write there, else one in
     * memory. What the command names below the real one stays visible, read-only.
     */
    private static void temporary(Command command, List<String> args) throws IOException {
        Path given = command.sandbox().temporary();
        String own = command.environment().get("TMPDIR");
        boolean bound =
                given == null
                        && own != null
                        && command.sandbox().writable().stream().anyMatch(Path.of(own)::startsWith)
                        && Files.isDirectory(Path.of(own))
                        && !TMP.startsWith(own);
        if (given != null) {
            args.addAll(List.of("--bind", given.toRealPath().toString(), "/tmp"));
            args.addAll(List.of("--setenv", "TMPDIR", "/tmp"));
        } else if (bound) {
            args.addAll(List.of("--bind", Path.of(own).toRealPath().toString(), "/tmp"));
        } else {
            args.addAll(List.of("--perms", "1777", "--size", SHARED_MEMORY, "--tmpfs", "/tmp"));
            args.addAll(List.of("--setenv", "TMPDIR", "/tmp"));
        }
        for (Path path : visible(command)) {
            args.addAll(List.of("--ro-bind", path.toString(), path.toString()));
        }
    }

    private static Set<Path> visible(Command command) {
        List<String> named = new ArrayList<>(command.argv());
        named.add(command.directory().toAbsolutePath().toString());
        named.addAll(command.environment().values());
        command.sandbox().writable().forEach(path -> named.add(path.toString()));
        command.sandbox().readable().forEach(path -> named.add(path.toString()));
        command.sandbox().hidden().forEach(path -> named.add(path.toString()));
        Set<Path> visible = new TreeSet<>();
        for (String text : named) {
            for (String path : text.length() > LONGEST_NAMED ? new String[0] : text.split(":")) {
                String[] names = path.split("/+", 4);
                if (names.length > 2 && names[0].isEmpty() && names[1].equals("tmp")) {
                    visible.add(TMP.resolve(names[2]).normalize());
                }
            }
        }
        visible.removeIf(path -> !TMP.equals(path.getParent()) || !Files.isDirectory(path));
        return visible;
    }
}
