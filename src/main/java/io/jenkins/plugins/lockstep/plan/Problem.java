package io.jenkins.plugins.lockstep.plan;

/**
 * One thing wrong with a plan.
 *
 * @param line 1-based; 0 if it has no place
 * @param column 1-based; 0 if it has no place
 * @param path the key's path, such as {@code tools.lint.command}; empty for the whole
 * @param message what is wrong and, where we know, what to do
 */
public record Problem(int line, int column, String path, String message) {
    /** {@code lockstep.yaml:12:5: message}, the form that editors understand. */
    public String in(String file) {
        return line > 0 ? file + ":" + line + ":" + column + ": " + message : file + ": " + message;
    }
}
