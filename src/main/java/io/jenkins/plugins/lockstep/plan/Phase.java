package io.jenkins.plugins.lockstep.plan;

import java.time.Duration;
import java.util.List;

/**
 * One phase of the graph, as the plan defines it.
 *
 * @param name unique, {@code [a-z][a-z0-9_-]{0,40}}
 * @param after names of its prerequisites, with phases that are switched off already replaced by
 *     theirs
 * @param off why it is switched off; empty if it is on
 * @param tools what proves it, beyond what its kind demands
 * @param instructions added to the prompt; may be empty
 * @param timeout of one attempt; null for the plan's limit
 * @param attempts null for the plan's limit
 */
public record Phase(
        String name,
        PhaseKind kind,
        List<String> after,
        String off,
        List<Tool> tools,
        String instructions,
        Duration timeout,
        Integer attempts,
        Expectation expect,
        Architecture architecture,
        List<PlaceholderPattern> placeholders) {

    /**
     * What the end-to-end program must do.
     *
     * @param exitCode expected
     * @param contains texts that the output must hold, each
     * @param pattern regular expression that must be found in the output; empty for none
     */
    public record Expectation(int exitCode, List<String> contains, String pattern) {}

    /**
     * Limits of the architecture phase; the tools that measure get them as {@code {functionLines}}
     * and so on.
     */
    public record Architecture(
            int functionLines,
            int parameters,
            int nesting,
            int complexity,
            int classMethods,
            int fileLines) {}

    /**
     * A pattern that must not be added by the milestone.
     *
     * @param name what it is: "skipped test", say
     * @param files globs
     * @param pattern a regular expression, matched line by line
     * @param where {@code sources}, {@code tests} or {@code all}
     */
    public record PlaceholderPattern(
            String name, List<String> files, String pattern, String where) {}

    public boolean isOff() {
        return !off.isEmpty();
    }
}
