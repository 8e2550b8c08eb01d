package io.jenkins.plugins.lockstep.evidence;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.Objects;

/**
 * A regular file that is there to be collected.
 *
 * @param name in its directory
 * @param attributes as they were when it was found
 * @param path relative to the root, with {@code /}
 */
record SourceFile(Path name, BasicFileAttributes attributes, String path) {
    /**
     * By inode, as far as the JDK lets that be seen. Inodes lie side by side on the disk, names do
     * not: so neighbours are read, and written back, together.
     */
    static final Comparator<SourceFile> BY_INODE =
            Comparator.comparingInt(file -> Objects.hashCode(file.attributes().fileKey()));

    String shown() {
        return EvidenceNames.printable(path);
    }
}
