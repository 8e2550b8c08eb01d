package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;

/**
 * The first line of an answer of {@code git cat-file --batch}.
 *
 * @param name of the object; of what is missing, as it was asked for, up to {@link #LONGEST}
 * @param type of the object, or {@link #MISSING}
 * @param size of the content that follows, in bytes; 0 if it is missing
 */
record BatchHeader(String name, String type, long size) {
    /** The type of what git does not have, or can't read. */
    static final String MISSING = "missing";

    /** So many characters are read; what git has needs fewer. */
    private static final int LONGEST = 200;

    /** Reads the next one; null at the end. */
    static BatchHeader read(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n' && line.length() < LONGEST; b = in.read()) {
            line.append((char) b);
        }
        if (line.isEmpty()) {
            return null;
        }
        String[] fields = line.toString().split(" ");
        // What is missing is named as it was asked for, perhaps by a path that has spaces.
        boolean there = fields.length == 3 && fields[0].matches("[0-9a-f]{40}");
        return there
                ? new BatchHeader(fields[0], fields[1], Long.parseLong(fields[2]))
                : new BatchHeader(fields[0], MISSING, 0);
    }
}
