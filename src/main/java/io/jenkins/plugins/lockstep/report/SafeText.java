package io.jenkins.plugins.lockstep.report;

/**
 * Makes foreign text safe to show: without control characters, which a terminal would obey, and
 * without bidirectional ones, which make text look like other text.
 */
public final class SafeText {
    private SafeText() {}

    /** One line: line ends and tabs become spaces. */
    public static String line(String text) {
        return clean(text, false);
    }

    /** Line ends stay, tabs become spaces. */
    public static String lines(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean keepLines) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '\n' && keepLines) {
                                clean.append('\n');
                            } else if (c == '\n' || c == '\t') {
                                clean.append(' ');
                            } else if (c != '\r') {
                                clean.appendCodePoint(isUnsafe(c) ? 0xFFFD : c);
                            }
                        });
        return clean.toString();
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            case Character.FORMAT -> c != 0x200D;
            default -> false;
        };
    }
}
