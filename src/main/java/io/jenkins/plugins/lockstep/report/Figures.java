package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.report.RunData.Phase;
import io.jenkins.plugins.lockstep.report.RunData.State;
import java.util.List;
import java.util.Locale;

/** Figures as people read them. */
public final class Figures {
    private Figures() {}

    /** {@code 0.3 s}, {@code 12.3 s}, {@code 2 m 05 s}, {@code 1 h 02 m}. */
    public static String duration(long millis) {
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d m %02d s", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%d h %02d m", seconds / 3600, seconds % 3600 / 60);
    }

    /** US dollars; empty for none. */
    public static String cost(double usd) {
        if (usd <= 0) {
            return "";
        }
        return String.format(Locale.ROOT, usd < 1 ? "$%.3f" : "$%.2f", usd);
    }

    /** {@code 950}, {@code 12.3k}, {@code 1.2M}. */
    public static String tokens(long count) {
        if (count < 1000) {
            return Long.toString(count);
        }
        return count < 1_000_000
                ? String.format(Locale.ROOT, "%.1fk", count / 1e3)
                : String.format(Locale.ROOT, "%.1fM", count / 1e6);
    }

    /** {@code 512 B}, {@code 1.2 KiB}, {@code 3.4 MiB}; empty if unknown, which is negative. */
    public static String size(long bytes) {
        if (bytes < 0) {
            return "";
        }
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /** {@code 7 of 9 phases, 2 switched off}; those that are off are not among the nine. */
    public static String proven(RunData run) {
        List<Phase> phases = run.milestones().stream().flatMap(m -> m.phases().stream()).toList();
        long off = phases.stream().filter(phase -> phase.state() == State.WAIVED).count();
        long proven = phases.stream().filter(phase -> phase.state().counts()).count() - off;
        String all = proven + " of " + count(phases.size() - off, "phase");
        return off == 0 ? all : all + ", " + off + " switched off";
    }

    /** {@code 1 attempt}, {@code 2 attempts}. */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
