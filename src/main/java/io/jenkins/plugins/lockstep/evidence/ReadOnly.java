package io.jenkins.plugins.lockstep.evidence;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Sealed evidence can't be written by accident. */
final class ReadOnly {
    private ReadOnly() {}

    /** What a new file is created with, so that only who creates it can write it. */
    static FileAttribute<?>[] newFile(FileSystem system) {
        return isPosix(system)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("r--r--r--"))
                }
                : new FileAttribute<?>[0];
    }

    static void file(Path file) throws IOException {
        mode(file, "r--r--r--");
    }

    static void directory(Path directory) throws IOException {
        mode(directory, "r-xr-xr-x");
    }

    /** Needed before it can be moved elsewhere. */
    static void release(Path directory) throws IOException {
        mode(directory, "rwxr-xr-x");
    }

    private static void mode(Path path, String mode) throws IOException {
        if (isPosix(path.getFileSystem())) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        }
    }

    private static boolean isPosix(FileSystem system) {
        return system.supportedFileAttributeViews().contains("posix");
    }
}
