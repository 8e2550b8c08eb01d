package io.jenkins.plugins.lockstep.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** File names as git writes them (UTF-8), whatever the locale that the JVM was started with. */
final class Names {
    private static final char UNREADABLE = '\uFFFD';
    private static final int HEX = 16;

    private Names() {}

    /**
     * The last name of a path. In a C locale the JVM can't decode it, but its URI has the bytes.
     */
    static String of(Path path) {
        String name = path.getFileName().toString();
        if (name.indexOf(UNREADABLE) < 0) {
            return name;
        }
        String uri = path.toUri().getRawPath();
        String last = uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
        return decode(last.substring(last.lastIndexOf('/') + 1));
    }

    private static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '%') {
                bytes.write(Integer.parseInt(encoded.substring(i + 1, i + 3), HEX));
                i += 2;
            } else {
                bytes.write(encoded.charAt(i));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
