package io.jenkins.plugins.lockstep.report;

/** The command that runs just one part of a run again. */
public final class RetryCommand {
    private RetryCommand() {}

    /**
     * @param milestone 0 for the whole run
     * @param phase empty, or of a gate, for the whole milestone
     */
    public static String of(int milestone, String phase) {
        if (milestone == 0) {
            return "lockstep resume";
        }
        String command = "lockstep resume --milestone " + milestone;
        return phase.isEmpty() || isGate(phase) ? command : command + " --phase " + phase;
    }

    /** Whether an event's phase is a gate's name. */
    static boolean isGate(String phase) {
        return phase.startsWith("gate:");
    }
}
