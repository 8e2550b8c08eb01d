package io.jenkins.plugins.lockstep.run;

import java.nio.file.Path;

/**
 * What to run.
 *
 * @param project the user's repository
 * @param plan the plan's file
 * @param milestone only this one; 0 for all
 * @param phase only up to this one; empty for all
 */
public record RunOptions(Path project, Path plan, int milestone, String phase) {}
