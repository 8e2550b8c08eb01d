package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the pack in a bundle; see git's {@code gitformat-bundle}. Ref names are not
 * kept, since none is ever used.
 */
record BundleHeader(List<String> prerequisites, List<String> tips) {
    private static final int MAX_LINE = 8192;
    private static final int MAX_LINES = 100_000;
    private static final Pattern PREREQUISITE = Pattern.compile("-([0-9a-f]{40})(?: .*)?");
    private static final Pattern TIP = Pattern.compile("([0-9a-f]{40}) (.+)");

    /** Reads up to the first byte of the pack. */
    static BundleHeader read(InputStream in, Path file) throws IOException {
        String signature = line(in, file);
        if (!signature.equals("# v2 git bundle") && !signature.equals("# v3 git bundle")) {
            throw refused(file, "it does not begin like a git bundle");
        }
        List<String> prerequisites = new ArrayList<>();
        List<String> tips = new ArrayList<>();
        for (int lines = 0; lines < MAX_LINES; lines++) {
            String line = line(in, file);
            if (line.isEmpty()) {
                return new BundleHeader(List.copyOf(prerequisites), List.copyOf(tips));
            }
            Matcher prerequisite = PREREQUISITE.matcher(line);
            Matcher tip = TIP.matcher(line);
            if (prerequisite.matches()) {
                prerequisites.add(prerequisite.group(1));
            } else if (tip.matches()) {
                tips.add(tip.group(1));
            } else if (!line.equals("@object-format=sha1")) {
                throw refused(file, "a line of its header is not understood: " + line);
            }
        }
        throw refused(file, "its header is too long");
    }

    private static String line(InputStream in, Path file) throws IOException {
        byte[] line = new byte[MAX_LINE];
        int length = 0;
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw refused(file, "it ends in its header");
            }
            if (length == MAX_LINE) {
                throw refused(file, "a line of its header is too long");
            }
            line[length++] = (byte) b;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private static IOException refused(Path file, String reason) {
        return new IOException("bundle %s is refused: %s".formatted(file, reason));
    }
}
