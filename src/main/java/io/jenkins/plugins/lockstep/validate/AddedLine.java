package io.jenkins.plugins.lockstep.validate;

/**
 * A line that a milestone added or changed.
 *
 * @param line 1-based, in the file as it is now
 */
public record AddedLine(int line, String text) {}
