package io.jenkins.plugins.lockstep.base;

import java.util.Objects;

/**
 * One finding of a tool in one place of the project.
 *
 * @param tool the tool's name in the plan
 * @param file path relative to the checkout, with {@code /}; empty if the tool named none
 * @param line 1-based; 0 if unknown
 * @param column 1-based; 0 if unknown
 * @param severity {@code error}, {@code warning} or {@code note}, as in SARIF
 * @param code the tool's rule id; empty if none
 * @param message what the tool said
 */
public record Issue(
        String tool,
        String file,
        int line,
        int column,
        String severity,
        String code,
        String message) {
    public Issue {
        Objects.requireNonNull(tool, "issue without tool");
        Objects.requireNonNull(file, "issue without file");
        Objects.requireNonNull(severity, "issue without severity");
        Objects.requireNonNull(code, "issue without code");
        Objects.requireNonNull(message, "issue without message");
    }

    /** {@code file:line:column: message [code]}, the form that editors understand. */
    public String oneLine() {
        StringBuilder text = new StringBuilder(file.isEmpty() ? "(no file)" : file);
        if (line > 0) {
            text.append(':').append(line);
            if (column > 0) {
                text.append(':').append(column);
            }
        }
        text.append(": ").append(message);
        return code.isEmpty() ? text.toString() : text + " [" + code + "]";
    }
}
