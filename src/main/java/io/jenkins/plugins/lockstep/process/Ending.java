package io.jenkins.plugins.lockstep.process;

import java.util.List;
import java.util.function.Supplier;

/**
 * Why a process ended.
 *
 * @param how null if we were interrupted or closed
 * @param detail for a person
 */
record Ending(Ended.How how, String detail) {
    private static final int SIGNALS = 128;
    private static final int LAST_SIGNAL = 64;
    private static final int LONGEST_COMPLAINT = 4000;

    /**
     * Reads an exit code as shells, our wrappers and Java write it. A program that exits by itself
     * with 128 + n can't be told from one that was ended by signal n, and counts as such.
     *
     * @param printed how many bytes it printed
     * @param lastLines the last of them
     */
    static Ending of(int exitCode, long printed, Supplier<List<String>> lastLines) {
        if (exitCode > SIGNALS && exitCode <= SIGNALS + LAST_SIGNAL) {
            return new Ending(Ended.How.KILLED, "ended by signal " + (exitCode - SIGNALS));
        }
        if (exitCode == 1 && printed < LONGEST_COMPLAINT) {
            List<String> lines = lastLines.get();
            if (lines.size() == 1
                    && (lines.get(0).startsWith("bwrap: ")
                            || lines.get(0).startsWith("unshare: "))) {
                return new Ending(
                        Ended.How.CANNOT_START, "its sandbox can't be made: " + lines.get(0));
            }
        }
        return new Ending(Ended.How.EXITED, "");
    }
}
