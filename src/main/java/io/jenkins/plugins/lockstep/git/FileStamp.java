package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a file looked like, without its content. The change time can't be set by a program, so equal
 * stamps mean that nobody wrote the file.
 *
 * @param text inode, size, mode, modification and change time; empty if the file is missing
 */
record FileStamp(String text) {
    private static final String WANTED = "unix:ino,size,mode,lastModifiedTime,ctime";

    /** Written out for the reason of {@link Digest#equals}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileStamp stamp && text.equals(stamp.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Of the entry itself, also of a link. */
    static FileStamp of(Path path) throws IOException {
        try {
            Map<String, Object> found =
                    Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
            return new FileStamp(
                    found.get("ino")
                            + " "
                            + found.get("size")
                            + " "
                            + found.get("mode")
                            + " "
                            + found.get("lastModifiedTime")
                            + " "
                            + found.get("ctime"));
        } catch (NoSuchFileException e) {
            return new FileStamp("");
        }
    }
}
