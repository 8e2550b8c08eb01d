package io.jenkins.plugins.lockstep.process;

import java.nio.file.Path;
import java.util.List;

/**
 * What a process may reach, where the machine can enforce it (see {@link Sandboxes}). Of two paths
 * of which one is in the other, the inner one decides.
 *
 * @param mode {@code none}, {@code auto} (as far as the machine can) or {@code require} (refuse to
 *     start without)
 * @param writable directories that it may write; all else is read-only
 * @param readable files and directories that it sees read-only though they are in a writable or a
 *     hidden directory
 * @param hidden directories and files that it can't even see: keys, the ledger, other attempts
 * @param temporary what it sees as {@code /tmp}; null for its own {@code TMPDIR} if that is
 *     writable, else one in memory
 */
public record Sandbox(
        String mode, List<Path> writable, List<Path> readable, List<Path> hidden, Path temporary) {
    public static final Sandbox NONE = new Sandbox("none", List.of(), List.of());

    public Sandbox {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        hidden = List.copyOf(hidden);
    }

    public Sandbox(String mode, List<Path> writable, List<Path> hidden) {
        this(mode, writable, List.of(), hidden, null);
    }

    /** The same with another directory that may be written. */
    public Sandbox withWritable(Path more) {
        return new Sandbox(mode, and(writable, more), readable, hidden, temporary);
    }

    /** The same with something more that can't be seen. */
    public Sandbox withHidden(Path more) {
        return new Sandbox(mode, writable, readable, and(hidden, more), temporary);
    }

    private static List<Path> and(List<Path> paths, Path more) {
        return java.util.stream.Stream.concat(paths.stream(), java.util.stream.Stream.of(more))
                .toList();
    }
}
