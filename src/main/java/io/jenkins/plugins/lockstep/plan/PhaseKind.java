package io.jenkins.plugins.lockstep.plan;

/** What a phase must leave and how that is proven; a project's own phases choose one of these. */
public enum PhaseKind {
    RESEARCH,
    PLANNING,
    IMPLEMENT,
    /** Tools must report no issue; one agent session mends all. */
    ARCHITECTURE,
    /** Tools must exit 0 and report no issue; fixed by file, one session each. */
    ISSUES,
    /** A test runner's JUnit XML must show success. */
    TESTS,
    /** A program must exit and print as expected. */
    E2E,
    VALIDATE,
    COMMIT;

    /** Whether an attempt may change the project's files. */
    public boolean changesFiles() {
        return this != RESEARCH && this != PLANNING && this != VALIDATE && this != COMMIT;
    }
}
