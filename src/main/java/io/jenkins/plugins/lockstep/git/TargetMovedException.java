package io.jenkins.plugins.lockstep.git;

import java.io.IOException;

/** The user's branch is not where it was when the run began; nothing was changed. */
public class TargetMovedException extends IOException {
    private final String expected;
    private final String actual;

    public TargetMovedException(String branch, String expected, String actual) {
        super(
                "branch '%s' was expected at %s but is at %s; merge by hand or run again from there"
                        .formatted(branch, expected, actual));
        this.expected = expected;
        this.actual = actual;
    }

    public String expected() {
        return expected;
    }

    public String actual() {
        return actual;
    }
}
