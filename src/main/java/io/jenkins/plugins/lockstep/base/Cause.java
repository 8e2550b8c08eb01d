package io.jenkins.plugins.lockstep.base;

import java.util.Locale;

/**
 * Why something failed. Each kind of failure has a cause of its own, so that none can hide behind
 * another.
 */
public enum Cause {
    /** The tool's program could not be started. */
    TOOL_CANNOT_START,
    /** The tool exited non-zero and left nothing that can be read as a finding. */
    TOOL_FAILED,
    /** The tool was ended by a signal that was not ours. */
    TOOL_KILLED,
    /** The tool's report is missing or cannot be read. */
    REPORT_UNREADABLE,
    /** The tool found issues. */
    ISSUES_FOUND,
    TESTS_FAILED,
    NO_TESTS,
    FEWER_TESTS,
    MORE_SKIPPED,
    /** The program's exit code or output is not what the plan expects. */
    UNEXPECTED_OUTPUT,
    BUILD_FAILED,
    EVIDENCE_MISSING,
    /**
     * There is evidence, but it does not say enough: too short, milestone not named, seal not
     * cited.
     */
    EVIDENCE_INSUFFICIENT,
    /** Evidence that may not be collected: links, special files, names that escape, too large. */
    EVIDENCE_REFUSED,
    NOTHING_CHANGED,
    /** An agent's session changed files that were not its to change. */
    FOREIGN_CHANGE,
    /** A change to a protected file: the plan or a tool's configuration. */
    PROTECTED_FILE,
    /** Hooks, filters, git configuration, history, or state outside the attempt was touched. */
    TAMPERING,
    /** New stubs, mocks in production code, skipped tests or placeholders. */
    PLACEHOLDER,
    /** Issues remain and the last iteration did not lessen them. */
    NO_PROGRESS,
    AGENT_CANNOT_START,
    AGENT_FAILED,
    RATE_LIMITED,
    TIME_LIMIT,
    OUTPUT_LIMIT,
    MEMORY_LIMIT,
    DISK_LIMIT,
    MERGE_CONFLICT,
    /** A branch's proof failed on the merged commit. */
    BROKEN_BY_MERGE,
    /** A prerequisite is not sealed. */
    PREREQUISITE,
    /** The plan is not the one that the run was started with. */
    PLAN_CHANGED,
    /** A seal, the ledger or sealed evidence does not verify. */
    EVIDENCE_BROKEN,
    /** The target branch moved, so that the proven tree cannot be committed as it is. */
    TARGET_MOVED,
    /** Files of the target branch's work tree that the commit would change are not clean. */
    TARGET_DIRTY,
    SETUP_FAILED,
    INTERRUPTED,
    /** A defect of Lockstep itself or of the machine (disk full, say). */
    INTERNAL;

    /** For a person: {@code no progress}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether another attempt would not mend it, so that none is paid for. */
    public boolean isFinal() {
        return switch (this) {
            case AGENT_CANNOT_START,
                    TOOL_CANNOT_START,
                    SETUP_FAILED,
                    PREREQUISITE,
                    PLAN_CHANGED,
                    EVIDENCE_BROKEN,
                    TARGET_MOVED,
                    TARGET_DIRTY,
                    RATE_LIMITED,
                    INTERRUPTED,
                    INTERNAL ->
                    true;
            default -> false;
        };
    }
}
