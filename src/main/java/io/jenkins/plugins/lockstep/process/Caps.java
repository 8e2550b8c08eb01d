package io.jenkins.plugins.lockstep.process;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process tree may use at most; 0 means no limit.
 *
 * @param logBytes printed, standard output and error together
 * @param memoryBytes resident, summed over the tree (pages that processes share count in each);
 *     checked several times a second, on Linux only
 * @param diskBytes by which the directories may grow while it runs, as file lengths
 * @param disk the directory that is measured; null for none
 * @param alsoOnDisk further directories that are measured with it
 */
public record Caps(
        long logBytes, long memoryBytes, long diskBytes, Path disk, List<Path> alsoOnDisk) {
    public static final Caps NONE = new Caps(0, 0, 0, null);

    public Caps {
        alsoOnDisk = List.copyOf(alsoOnDisk);
    }

    public Caps(long logBytes, long memoryBytes, long diskBytes, Path disk) {
        this(logBytes, memoryBytes, diskBytes, disk, List.of());
    }

    List<Path> disks() {
        return diskBytes <= 0
                ? List.of()
                : Stream.concat(Stream.ofNullable(disk), alsoOnDisk.stream()).distinct().toList();
    }
}
