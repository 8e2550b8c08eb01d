package io.jenkins.plugins.lockstep.validate;

/** Counts tests over several reports. */
final class TestTally {
    private TestCounts counts = TestCounts.NONE;

    void add(TestCounts more) {
        counts = counts.plus(more);
    }

    TestCounts counts() {
        return counts;
    }
}
