package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.report.RunData.State;
import io.jenkins.plugins.lockstep.report.SafeText;

/** One line for a terminal, cut where the screen ends. */
final class TextLine {
    /** How a part looks. */
    enum Look {
        PLAIN(""),
        BOLD("1"),
        SOFT("2"),
        GREEN("32"),
        RED("31"),
        YELLOW("33"),
        BLUE("34");

        private final String code;

        Look(String code) {
            this.code = code;
        }

        static Look of(State state) {
            return switch (state) {
                case PROVEN -> GREEN;
                case FAILED, INTERRUPTED -> RED;
                case RUNNING -> YELLOW;
                case REUSED -> BLUE;
                case WAIVED, BLOCKED, PENDING -> SOFT;
            };
        }
    }

    private final StringBuilder out = new StringBuilder();
    private final int width;
    private final boolean colour;
    private int used;

    TextLine(int width, boolean colour) {
        this.width = width;
        this.colour = colour;
    }

    TextLine add(Look look, String text) {
        String part = cut(SafeText.line(text), width - used);
        used += width(part);
        boolean coloured = colour && look != Look.PLAIN && !part.isEmpty();
        out.append(coloured ? "\u001b[" + look.code + "m" + part + "\u001b[0m" : part);
        return this;
    }

    TextLine add(String text) {
        return add(Look.PLAIN, text);
    }

    /** Spaces up to that column, at least one. */
    TextLine to(int column) {
        return add(" ".repeat(Math.max(1, column - used)));
    }

    /** Text that ends at that column. */
    TextLine right(Look look, String text, int column) {
        return add(" ".repeat(Math.max(0, column - used - width(text)))).add(look, text);
    }

    @Override
    public String toString() {
        return out.toString();
    }

    /** How many columns a text takes. */
    static int width(String text) {
        return text.codePoints().map(TextLine::width).sum();
    }

    /** Its beginning, with an ellipsis if it is longer. */
    static String cut(String text, int width) {
        if (width <= 0) {
            return "";
        }
        if (width(text) <= width) {
            return text;
        }
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (used + width(c) > width - 1) {
                break;
            }
            used += width(c);
            cut.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return cut.append('~').toString();
    }

    /** Its end, which tells more of a path. */
    static String cutFront(String text, int width) {
        String tail = text;
        while (width(tail) > Math.max(1, width - 1)) {
            tail = tail.substring(tail.offsetByCodePoints(0, 1));
        }
        return tail.length() == text.length() || width(text) <= width ? text : "~" + tail;
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT) {
            return 0;
        }
        boolean wide =
                c >= 0x1100 && c <= 0x115F
                        || c >= 0x2E80 && c <= 0xA4CF
                        || c >= 0xAC00 && c <= 0xD7A3
                        || c >= 0xF900 && c <= 0xFAFF
                        || c >= 0xFE30 && c <= 0xFE6F
                        || c >= 0xFF00 && c <= 0xFF60
                        || c >= 0xFFE0 && c <= 0xFFE6
                        || c >= 0x1F300 && c <= 0x1FAFF
                        || c >= 0x20000 && c <= 0x3FFFD;
        return wide ? 2 : 1;
    }
}
