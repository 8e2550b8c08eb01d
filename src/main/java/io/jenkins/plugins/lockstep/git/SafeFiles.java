package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads files that an agent could have replaced: never a link, a pipe, or more than asked for. */
final class SafeFiles {
    private SafeFiles() {}

    /**
     * @return null if there is nothing of that name
     * @throws IOException if it is no regular file, or longer than {@code max} bytes
     */
    static byte[] read(Path file, int max) throws IOException {
        BasicFileAttributes attributes = Trees.attributes(file);
        if (attributes == null) {
            return null;
        }
        if (!attributes.isRegularFile()) {
            throw new IOException("is no regular file");
        }
        if (attributes.size() > max) {
            throw new IOException("is larger than " + max + " bytes");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(max);
        }
    }
}
