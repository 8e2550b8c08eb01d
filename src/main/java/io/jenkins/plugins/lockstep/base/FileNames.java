package io.jenkins.plugins.lockstep.base;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Whether this Java can open files of any name, which its locale decides at its start. */
public final class FileNames {
    /** What to do where it can't. */
    public static final String REMEDY = "start it with LC_ALL=C.UTF-8 in its environment";

    private FileNames() {}

    /** Whether names are encoded as UTF-8, so that there is nothing to ask. */
    public static boolean areUtf8() {
        return charset().equals(StandardCharsets.UTF_8);
    }

    /** Whether Java could not read a name that it was given, and so has another. */
    public static boolean isGarbled(Path path) {
        return path.toString().indexOf('\uFFFD') >= 0;
    }

    public static boolean canOpen(String name) {
        return charset().newEncoder().canEncode(name);
    }

    /** As the JVM encodes paths; not the same as the charset of text. */
    private static Charset charset() {
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.US_ASCII;
        }
    }
}
