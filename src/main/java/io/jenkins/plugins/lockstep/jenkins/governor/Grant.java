package io.jenkins.plugins.lockstep.jenkins.governor;

/**
 * Sessions that a phase may have until it gives them back.
 *
 * @param sessions at once; 0 if nobody limits them but the plan
 * @param perMinute likewise
 */
public record Grant(int sessions, int perMinute) {
    /** For work without sessions, or without a governor. */
    public static final Grant NONE = new Grant(0, 0);
}
