package io.jenkins.plugins.lockstep.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What standard output leads to.
 *
 * @param interactive whether lines can be drawn anew in place
 * @param colour whether colours may be used
 * @param unicode whether more than ASCII can be shown
 * @param columns of the screen
 * @param rows of the screen
 */
public record Terminal(
        boolean interactive, boolean colour, boolean unicode, int columns, int rows) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

    /** A file or a pipe. */
    public static Terminal none() {
        return new Terminal(false, false, hasUnicode(), 100, 50);
    }

    /** What it is now; a window's size may change later. */
    public static Terminal detect() {
        String term = System.getenv("TERM");
        if (term == null || term.isEmpty() || term.equals("dumb")) {
            return none();
        }
        String noColour = System.getenv("NO_COLOR");
        return size().map(
                        size ->
                                new Terminal(
                                        true,
                                        noColour == null || noColour.isEmpty(),
                                        hasUnicode(),
                                        size[1],
                                        size[0]))
                .orElse(none());
    }

    /** Rows and columns, if standard output is a terminal. */
    private static Optional<int[]> size() {
        String script = "test -t 1 && stty size </dev/tty >&2";
        try {
            Process process =
                    new ProcessBuilder("sh", "-c", script)
                            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            try (InputStream answer = process.getErrorStream()) {
                String text = new String(answer.readNBytes(1000), StandardCharsets.US_ASCII);
                boolean ended = process.waitFor(2, TimeUnit.SECONDS);
                Matcher size = SIZE.matcher(text.trim());
                if (!ended || process.exitValue() != 0 || !size.matches()) {
                    return Optional.empty();
                }
                int rows = Integer.parseInt(size.group(1));
                int columns = Integer.parseInt(size.group(2));
                return rows < 4 || columns < 20
                        ? Optional.empty()
                        : Optional.of(new int[] {rows, columns});
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static boolean hasUnicode() {
        return System.getProperty("native.encoding", "").equalsIgnoreCase("UTF-8");
    }
}
