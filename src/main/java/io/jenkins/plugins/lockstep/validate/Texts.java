package io.jenkins.plugins.lockstep.validate;

/**
 * Makes foreign text fit to keep: bounded, and without characters that move a terminal's cursor.
 */
final class Texts {
    /** Longest message that is kept, in characters. */
    static final int MESSAGE = 2_000;

    /** Longest path that is kept, in characters. */
    static final int PATH = 4_096;

    /** Longest rule id that is kept, in characters. */
    static final int CODE = 300;

    private Texts() {}

    /** One line of at most {@code max} characters; runs of white space become one blank. */
    static String oneLine(String text, int max) {
        if (text == null) {
            return "";
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        boolean blank = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                blank = out.length() > 0;
                continue;
            }
            if (out.length() + (blank ? 1 : 0) >= max) {
                return cut(out, max);
            }
            if (blank) {
                out.append(' ');
                blank = false;
            }
            out.append(c);
        }
        return wellFormed(out);
    }

    private static String cut(StringBuilder out, int max) {
        out.setLength(Math.max(0, Math.min(out.length(), max) - 1));
        return wellFormed(out) + "…";
    }

    /** Lone surrogates, which have no UTF-8 form, become U+FFFD. */
    private static String wellFormed(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else {
                text.setCharAt(i, '\uFFFD');
            }
        }
        return text.toString();
    }

    /** The number that stands there, or 0 if there is none between 1 and {@code int}'s largest. */
    static int number(String text) {
        if (text == null || text.isEmpty() || text.length() > 10) {
            return 0;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            value = value * 10 + (c - '0');
        }
        return value > Integer.MAX_VALUE ? 0 : (int) value;
    }

    /** {@code error}, {@code warning} or {@code note}, from what tools call it. */
    static String severity(String word) {
        String lower = word == null ? "" : word.toLowerCase(java.util.Locale.ROOT);
        return switch (lower) {
            case "warning", "warn", "w", "medium" -> "warning";
            case "note", "info", "information", "hint", "refactor", "convention", "low" -> "note";
            default -> "error";
        };
    }
}
