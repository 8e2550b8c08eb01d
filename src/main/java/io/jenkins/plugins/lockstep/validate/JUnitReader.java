package io.jenkins.plugins.lockstep.validate;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads JUnit XML as the many test runners write it. Test cases are counted one by one; a suite's
 * own figures matter only where they tell of more failures than its test cases show, as when a
 * suite could not be set up. A test that passed when it was repeated ({@code flakyFailure}) passed.
 */
final class JUnitReader implements ReportReader {
    private static final int DETAIL = 1 << 16;

    @Override
    public void read(Source source, Findings findings) throws IOException, Unreadable {
        Elements elements = new Elements(source, findings);
        Xml.read(source, elements);
        findings.tests().add(new TestCounts(elements.tests, elements.failed, elements.skipped));
    }

    private static final class Suite {
        String name = "";
        long declared;
        long counted;
    }

    private static final class Case {
        String suite = "";
        String name = "";
        String file = "";
        int line;
        boolean failed;
        boolean skipped;
        String message = "";
        StringBuilder detail = new StringBuilder();
    }

    private static final class Elements implements Xml.Handler {
        private final String report;
        private final IssueCollector issues;
        private final TestLocator locator;
        private final Deque<Suite> suites = new ArrayDeque<>();
        private Case test;
        private boolean inDetail;
        private long tests;
        private long failed;
        private long skipped;

        Elements(Source source, Findings findings) {
            report = source.file().getFileName().toString();
            issues = findings.issues();
            locator = new TestLocator(findings.issues().paths(), source.deadline());
        }

        @Override
        public void start(String name, int depth, Xml.Attributes attributes) throws Unreadable {
            if (depth == 1 && !name.equals("testsuites") && !name.equals("testsuite")) {
                throw new Unreadable(
                        "%s: the root is <%s>, where <testsuites> or <testsuite> is expected"
                                .formatted(report, name));
            }
            switch (name) {
                case "testsuites", "testsuite" -> suites.push(suite(attributes));
                case "testcase" -> test = testCase(attributes);
                case "failure", "error" -> fail(attributes);
                case "skipped" -> {
                    if (test != null) {
                        test.skipped = true;
                    }
                }
                default -> {}
            }
        }

        private static Suite suite(Xml.Attributes attributes) {
            Suite suite = new Suite();
            suite.name = attributes.get("name");
            suite.declared =
                    (long) Texts.number(attributes.get("failures"))
                            + Texts.number(attributes.get("errors"));
            return suite;
        }

        private static Case testCase(Xml.Attributes attributes) {
            Case test = new Case();
            test.suite = Texts.oneLine(attributes.get("classname"), Texts.CODE);
            test.name = Texts.oneLine(attributes.get("name"), Texts.CODE);
            test.file = attributes.get("file");
            test.line = Texts.number(attributes.get("line"));
            String status = attributes.get("status");
            test.skipped = status.equals("notrun") || status.equals("disabled");
            return test;
        }

        private void fail(Xml.Attributes attributes) {
            if (test == null) {
                return;
            }
            test.failed = true;
            inDetail = true;
            if (test.message.isEmpty()) {
                String message = attributes.get("message");
                test.message = message.isBlank() ? attributes.get("type") : message;
            }
        }

        @Override
        public void text(String text) {
            if (inDetail && test.detail.length() < DETAIL) {
                test.detail.append(text, 0, Math.min(text.length(), DETAIL));
            }
        }

        @Override
        public void end(String name, int depth) {
            switch (name) {
                case "failure", "error" -> inDetail = false;
                case "testcase" -> endTest();
                case "testsuites", "testsuite" -> endSuite();
                default -> {}
            }
        }

        private void endTest() {
            Case done = test;
            test = null;
            inDetail = false;
            if (done == null) {
                return;
            }
            tests++;
            if (done.failed) {
                count(1);
                String detail = done.detail.toString();
                TestLocator.Place place = locator.find(done.suite, done.file, done.line, detail);
                String message = done.message.isBlank() ? detail : done.message;
                issues.add(
                        place.file(),
                        place.line(),
                        0,
                        "error",
                        done.suite.isEmpty() ? done.name : done.suite + "." + done.name,
                        message.isBlank() ? "failed" : message);
            } else if (done.skipped) {
                skipped++;
            }
        }

        private void count(long more) {
            failed += more;
            if (!suites.isEmpty()) {
                suites.peek().counted += more;
            }
        }

        private void endSuite() {
            if (suites.isEmpty()) {
                return;
            }
            Suite done = suites.pop();
            long untold = done.declared - done.counted;
            if (untold > 0) {
                tests += untold;
                failed += untold;
                done.counted += untold;
                issues.add(
                        null,
                        0,
                        0,
                        "error",
                        done.name,
                        untold + " failed outside of any test case");
            }
            if (!suites.isEmpty()) {
                suites.peek().counted += done.counted;
            }
        }
    }
}
