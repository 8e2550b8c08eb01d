package io.jenkins.plugins.lockstep.process;

import java.nio.file.Path;
import java.util.List;

/**
 * What a process may reach, where the machine can enforce it (see {@link Sandboxes}).
 *
 * @param mode {@code none}, {@code auto} (as far as the machine can) or {@code require} (refuse to
 *     start without)
 * @param writable directories that it may write; all else is read-only
 * @param hidden directories and files that it can't even see: keys, the ledger, other attempts
 */
public record Sandbox(String mode, List<Path> writable, List<Path> hidden) {
    public static final Sandbox NONE = new Sandbox("none", List.of(), List.of());

    public Sandbox {
        writable = List.copyOf(writable);
        hidden = List.copyOf(hidden);
    }
}
