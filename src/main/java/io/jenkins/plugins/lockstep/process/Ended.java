package io.jenkins.plugins.lockstep.process;

import io.jenkins.plugins.lockstep.base.Digest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a process ended. By then its whole process tree has.
 *
 * @param how the one reason
 * @param exitCode meaningful only for {@link How#EXITED}; 128 + signal, as a shell says it, for
 *     {@link How#KILLED}
 * @param detail for a person: which limit struck, why it could not start; empty for a plain exit
 * @param log what it printed (standard output and error together), possibly cut
 * @param logDigest of that file
 * @param lastLines of that file, 40 at most
 * @param sandboxed whether it ran in an enforced sandbox
 */
public record Ended(
        How how,
        int exitCode,
        String detail,
        Duration time,
        Path log,
        Digest logDigest,
        List<String> lastLines,
        boolean sandboxed) {
    public enum How {
        EXITED,
        CANNOT_START,
        KILLED,
        TIME_LIMIT,
        OUTPUT_LIMIT,
        MEMORY_LIMIT,
        DISK_LIMIT
    }

    public boolean succeeded() {
        return how == How.EXITED && exitCode == 0;
    }
}
