package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Sealed evidence can't be written by accident. */
final class ReadOnly {
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("r--r--r--");
    private static final Set<PosixFilePermission> DIRECTORY =
            PosixFilePermissions.fromString("r-xr-xr-x");
    private static final Set<PosixFilePermission> RELEASED =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private ReadOnly() {}

    /** What a new file is created with, so that only who creates it can write it. */
    static FileAttribute<?>[] newFile(FileSystem system) {
        return isPosix(system)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
                : new FileAttribute<?>[0];
    }

    static void file(Path file) throws IOException {
        mode(file, FILE);
    }

    static void directory(Path directory) throws IOException {
        mode(directory, DIRECTORY);
    }

    /** Needed before it can be moved elsewhere. */
    static void release(Path directory) throws IOException {
        mode(directory, RELEASED);
    }

    private static void mode(Path path, Set<PosixFilePermission> mode) throws IOException {
        if (isPosix(path.getFileSystem())) {
            Files.setPosixFilePermissions(path, mode);
        }
    }

    private static boolean isPosix(FileSystem system) {
        return system.supportedFileAttributeViews().contains("posix");
    }
}
