package io.jenkins.plugins.lockstep.git;

/**
 * A line that a commit brought in.
 *
 * @param line 1-based, in the new file
 * @param text without its line end; cut at {@link PatchReader#MAX_LINE} bytes
 */
public record AddedLine(int line, String text) {}
