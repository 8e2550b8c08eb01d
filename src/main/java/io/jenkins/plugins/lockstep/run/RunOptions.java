package io.jenkins.plugins.lockstep.run;

import java.nio.file.Path;

/**
 * What to run.
 *
 * @param project the user's repository
 * @param plan the plan's file
 * @param milestone only this one; 0 for all
 * @param phase only up to this one; empty for all
 * @param anew whether agents do again what no seal fits, even where sealed work could be taken over
 */
public record RunOptions(Path project, Path plan, int milestone, String phase, boolean anew) {
    /** Takes sealed work over where it fits. */
    public RunOptions(Path project, Path plan, int milestone, String phase) {
        this(project, plan, milestone, phase, false);
    }
}
