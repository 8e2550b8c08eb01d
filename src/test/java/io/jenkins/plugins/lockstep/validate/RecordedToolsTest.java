package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Issue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what tools that are not here printed where they were. */
class RecordedToolsTest {
    @TempDir Path root;
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(root);
        for (String file :
                List.of("src/bad.js", "src/cart.test.js", "n.test.js", "tests/test_cart.py")) {
            bench.file(file, "");
        }
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private ToolRun read(String recorded, String format, String parser, String pattern)
            throws Exception {
        ToolRun run =
                bench.run(bench.printing(bench.recorded(recorded), 1, format, parser, pattern));
        assertThat(run.failure()).isNull();
        return run;
    }

    @Test
    void flake8() throws Exception {
        ToolRun run = read("flake8-5.0.4.txt", "parser", "flake8", "");
        assertThat(run.issues()).hasSize(10);
        assertThat(run.issues().get(0).oneLine())
                .isEqualTo("shop/cart.py:1:1: 'os' imported but unused [F401]");
    }

    @Test
    void mypy() throws Exception {
        assertThat(read("mypy-1.0.1.txt", "parser", "MYPY", "").issues()).hasSize(2);
        String pattern =
                "^(?<file>[^:]+):(?<line>\\d+):(?<column>\\d+): (?<severity>error|warning): "
                        + "(?<message>.*?)(?:  \\[(?<code>[\\w-]+)\\])?$";
        assertThat(read("mypy-1.0.1.txt", "regex", "", pattern).issues())
                .extracting(Issue::line, Issue::column, Issue::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(12, 12, "return-value"),
                        org.assertj.core.groups.Tuple.tuple(15, 31, "operator"));
    }

    @Test
    void pylint() throws Exception {
        ToolRun run = read("pylint-2.16.2-parseable.txt", "parser", "PYLINT", "");
        assertThat(run.issues()).hasSize(13);
        assertThat(run.issues()).extracting(Issue::severity).contains("warning", "note");
    }

    @Test
    void tsc() throws Exception {
        String pattern =
                "^(?<file>[^()]+)\\((?<line>\\d+),(?<column>\\d+)\\): "
                        + "(?<severity>error|warning) (?<code>TS\\d+): (?<message>.*)$";
        assertThat(read("tsc-5.9.3.txt", "regex", "", pattern).issues())
                .extracting(Issue::code)
                .containsExactly("TS6133", "TS2322");
    }

    @Test
    void eslintSaysTheSameInSarifAndXml() throws Exception {
        List<Issue> sarif = read("eslint-9.39.5.sarif", "sarif", "", "").issues();
        List<Issue> xml = read("eslint-9.39.5-checkstyle.xml", "checkstyle", "", "").issues();
        assertThat(sarif).hasSize(7);
        assertThat(sarif.get(0))
                .isEqualTo(
                        new Issue(
                                "tool",
                                "src/bad.js",
                                1,
                                1,
                                "error",
                                "no-var",
                                "Unexpected var, use let or const instead."));
        assertThat(xml)
                .extracting(Issue::file, Issue::line, Issue::column, Issue::severity)
                .containsExactlyElementsOf(
                        sarif.stream()
                                .map(
                                        i ->
                                                org.assertj.core.groups.Tuple.tuple(
                                                        i.file(),
                                                        i.line(),
                                                        i.column(),
                                                        i.severity()))
                                .toList());
    }

    @Test
    void pytest() throws Exception {
        ToolRun run = read("pytest-9.0.3.xml", "junit", "", "");
        assertThat(run.tests()).isEqualTo(new TestCounts(7, 2, 1));
        assertThat(run.issues())
                .extracting(i -> i.file() + ":" + i.line())
                .containsExactly("tests/test_cart.py:11", "tests/test_cart.py:26");
    }

    @Test
    void vitest() throws Exception {
        ToolRun run = read("vitest-3.2.7.xml", "junit", "", "");
        assertThat(run.tests()).isEqualTo(new TestCounts(3, 1, 1));
        assertThat(run.issues())
                .extracting(i -> i.file() + ":" + i.line())
                .containsExactly("src/cart.test.js:5");
    }

    @Test
    void nodesTestRunner() throws Exception {
        ToolRun run = read("node-test-20.20.2.xml", "junit", "", "");
        assertThat(run.tests()).isEqualTo(new TestCounts(3, 1, 1));
        assertThat(run.issues())
                .extracting(i -> i.file() + ":" + i.line())
                .containsExactly("n.test.js:3");
    }

    @Test
    void jdepsInEachOfItsForms() throws Exception {
        for (String form :
                List.of("jdeps-17-class.txt", "jdeps-17-package.txt", "jdeps-17-class.dot")) {
            assertThat(read(form, "parser", "jdeps-cycles", "").issues())
                    .as(form)
                    .extracting(Issue::message)
                    .containsExactly(
                            "import cycle: com.acme.app -> com.acme.core -> com.acme.util ->"
                                    + " com.acme.app");
        }
    }

    @Test
    void anotherToolsOutputIsNoCleanJdeps() throws Exception {
        ToolRun run = bench.run(bench.printing("nothing\n", 0, "parser", "jdeps-cycles", ""));
        assertThat(run.failure().cause()).isEqualTo(Cause.REPORT_UNREADABLE);
    }

    @Test
    void theLibrarysParserIsHeldInAProcessOfItsOwn() throws Exception {
        String bomb =
                "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
                        + "<pmd><file name='&a;'/></pmd>";
        assertThat(bench.run(bench.printing(bomb, 0, "parser", "PMD", "")).failure().cause())
                .isEqualTo(Cause.REPORT_UNREADABLE);
        ToolRun broken = bench.run(bench.printing("<pmd><file", 0, "parser", "PMD", ""));
        assertThat(broken.failure().cause()).isEqualTo(Cause.REPORT_UNREADABLE);
        assertThat(broken.failure().message()).contains("cannot be read by the parser PMD");
    }
}
