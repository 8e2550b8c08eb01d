package io.jenkins.plugins.lockstep.bench;

import java.util.List;
import java.util.Locale;

/**
 * A line of the table, as a benchmark prints it for the program that gathers them.
 *
 * @param what was measured
 * @param base the baseline's figure
 * @param ours our figure
 * @param ratio the one that the target is about, or another figure
 * @param target what it is to be; empty for a note
 * @param met whether it is; ignored without a target
 */
record Row(String what, String base, String ours, String ratio, String target, boolean met) {
    static final String PREFIX = "row\t";

    /** Ours may take at most so many times as long as the baseline. */
    static Row atMost(String what, Pairs pairs, double target) {
        return atMost(what, pairs.base(), pairs.ours(), pairs.ratio(), target);
    }

    static Row atMost(String what, double base, double ours, double ratio, double target) {
        return new Row(
                what,
                millis(base),
                millis(ours),
                format("%.2f×", ratio),
                format("≤ %.2f×", target),
                ratio <= target);
    }

    static Row note(String what, String base, String ours, String ratio) {
        return new Row(what, base, ours, ratio, "", true);
    }

    void print() {
        System.out.println(PREFIX + String.join("\t", cells()));
    }

    private List<String> cells() {
        String verdict = target.isEmpty() ? "" : met ? "yes" : "**no**";
        return List.of(what, base, ours, ratio, target, verdict);
    }

    /** The table's line of what {@link #print} printed. */
    static String markdown(String printed) {
        String cells = printed.substring(PREFIX.length()).replace("\t", " | ");
        return "| " + cells + " |";
    }

    static String millis(double millis) {
        return millis < 10 ? format("%.2f ms", millis) : format("%,.0f ms", millis);
    }

    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
