package io.jenkins.plugins.lockstep.validate;

/**
 * What a test runner's JUnit XML says. Each run of a parametrised test counts.
 *
 * @param tests all test cases, those skipped included
 * @param failed those with a failure or an error
 * @param skipped those that did not run
 */
public record TestCounts(long tests, long failed, long skipped) {
    public static final TestCounts NONE = new TestCounts(0, 0, 0);

    /** How many really ran. */
    public long ran() {
        return tests - skipped;
    }

    public TestCounts plus(TestCounts other) {
        return new TestCounts(tests + other.tests, failed + other.failed, skipped + other.skipped);
    }
}
