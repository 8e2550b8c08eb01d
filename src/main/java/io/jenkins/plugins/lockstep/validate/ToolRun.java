package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Ended;
import java.util.List;

/**
 * One run of a tool, and what it said.
 *
 * @param command as it was started, with all placeholders filled in
 * @param issues ordered, without duplicates, 10,000 at most
 * @param reported how many issues the tool reported in all
 * @param tests null unless its format is {@code junit}
 * @param failure why its word can't be taken; null if it ran and could be read. Issues are no such
 *     failure.
 */
public record ToolRun(
        Tool tool,
        List<String> command,
        Ended ended,
        List<Issue> issues,
        long reported,
        TestCounts tests,
        Failure failure) {
    public ToolRun {
        command = List.copyOf(command);
        issues = List.copyOf(issues);
    }

    /** It ran, could be read, exited 0 and reported nothing. All four are needed. */
    public boolean clean() {
        return failure == null && reported == 0 && ended.succeeded();
    }
}
