package io.jenkins.plugins.lockstep.cli.doctor;

import java.util.Locale;

/**
 * What a check found.
 *
 * @param remedy what to do; empty if all is well
 */
public record Finding(Level level, String what, String remedy) {
    /** Only an error stands in the way of a run. */
    public enum Level {
        OK,
        WARNING,
        ERROR
    }

    static Finding ok(String what) {
        return new Finding(Level.OK, what, "");
    }

    static Finding warning(String what, String remedy) {
        return new Finding(Level.WARNING, what, remedy);
    }

    static Finding error(String what, String remedy) {
        return new Finding(Level.ERROR, what, remedy);
    }

    /** For a terminal; ends with a line break. */
    public String text() {
        String name = String.format(Locale.ROOT, "%-8s", level.name().toLowerCase(Locale.ROOT));
        String indented = what.strip().replace("\n", "\n" + " ".repeat(8));
        return name + indented + "\n" + (remedy.isEmpty() ? "" : "        -> " + remedy + "\n");
    }
}
