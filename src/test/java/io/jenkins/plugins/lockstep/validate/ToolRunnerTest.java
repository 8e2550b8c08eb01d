package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolRunnerTest {
    private static final String PATTERN =
            "^(?<file>[^:]+):(?<line>\\d+):(?<column>\\d+): (?<code>\\w+) (?<message>.*)$";
    private static final String GOOD =
            "<testsuite name='s'><testcase classname='a.B' name='c'/></testsuite>";

    @TempDir Path root;
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(root);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    @Test
    void exitZeroAndNothingReportedIsClean() throws Exception {
        ToolRun run = bench.run(bench.printing("all fine\n", 0, "regex", "", PATTERN));
        assertThat(run.clean()).isTrue();
        assertThat(run.issues()).isEmpty();
        assertThat(bench.events).hasSize(2);
        assertThat(bench.events.get(1)).contains("TOOL_ENDED").contains("exitCode=0");
    }

    @Test
    void exitZeroWithIssuesIsNotClean() throws Exception {
        ToolRun run = bench.run(bench.printing("a.py:1:2: E1 bad\n", 0, "regex", "", PATTERN));
        assertThat(run.failure()).isNull();
        assertThat(run.clean()).isFalse();
        assertThat(run.issues()).extracting(i -> i.oneLine()).containsExactly("a.py:1:2: bad [E1]");
    }

    @Test
    void nonZeroWithIssuesHasIssuesAndNoFailure() throws Exception {
        ToolRun run =
                bench.run(
                        bench.printing(
                                "b.py:9:1: E2 worse\na.py:1:2: E1 bad\r\na.py:1:2: E1 bad\n",
                                1,
                                "regex",
                                "",
                                PATTERN));
        assertThat(run.failure()).isNull();
        assertThat(run.reported()).isEqualTo(2);
        assertThat(run.issues()).extracting(i -> i.file()).containsExactly("a.py", "b.py");
    }

    @ParameterizedTest
    @ValueSource(strings = {"regex", "exit"})
    void nonZeroWithNothingToParseIsAFailure(String format) throws Exception {
        ToolRun run = bench.run(bench.printing("Oops: crashed\n", 3, format, "", PATTERN));
        assertThat(run.failure().cause()).isEqualTo(Cause.TOOL_FAILED);
        assertThat(run.failure().exitCode()).isEqualTo(3);
        assertThat(run.failure().lastLines()).contains("Oops: crashed");
        assertThat(run.failure().log()).isEqualTo("logs/tool.log");
        assertThat(run.clean()).isFalse();
    }

    @Test
    void aProgramThatIsNotThereCannotStart() throws Exception {
        ToolRun direct = bench.run(Bench.tool("exit", "no-such-program-here"));
        assertThat(direct.failure().cause()).isEqualTo(Cause.TOOL_CANNOT_START);
        ToolRun shell = bench.run(Bench.tool("exit", "sh", "-c", "no-such-program-here --lint"));
        assertThat(shell.failure().cause()).isEqualTo(Cause.TOOL_CANNOT_START);
        assertThat(shell.failure().message()).contains("127");
    }

    @Test
    void aKilledToolIsNeverClean() throws Exception {
        ToolRun run = bench.run(Bench.tool("exit", "sh", "-c", "kill -9 $$"));
        assertThat(run.failure().cause()).isEqualTo(Cause.TOOL_KILLED);
        ToolRun inner = bench.run(Bench.tool("exit", "sh", "-c", "sh -c 'kill -9 $$'; exit $?"));
        assertThat(inner.failure().cause()).isEqualTo(Cause.TOOL_KILLED);
    }

    @Test
    void theLimitThatStruckIsNamed() throws Exception {
        Tool tool =
                new Tool(
                        "slow",
                        List.of("sleep", "600"),
                        "exit",
                        "",
                        "",
                        "",
                        List.of(),
                        Map.of(),
                        Duration.ofMillis(300));
        ToolRun run = bench.run(tool);
        assertThat(run.failure().cause()).isEqualTo(Cause.TIME_LIMIT);
        assertThat(run.failure().message()).contains("tool slow");
    }

    @Test
    void aFloodOfOutputIsEnded() throws Exception {
        ToolRun run = bench.run(Bench.reading("regex", "", PATTERN, "", "yes"));
        assertThat(run.failure().cause()).isEqualTo(Cause.OUTPUT_LIMIT);
    }

    @Test
    void aReportOfBeforeIsNotBelieved() throws Exception {
        bench.file("reports/TEST-old.xml", GOOD);
        Files.createSymbolicLink(
                bench.checkout.resolve("reports/TEST-link.xml"),
                bench.checkout.resolve("reports/TEST-old.xml"));
        ToolRun run = bench.run(Bench.reading("junit", "", "", "reports/TEST-*.xml", "true"));
        assertThat(run.failure().cause()).isEqualTo(Cause.REPORT_UNREADABLE);
        assertThat(run.failure().message()).contains("left no report 'reports/TEST-*.xml'");
        assertThat(bench.checkout.resolve("reports")).isEmptyDirectory();
    }

    @Test
    void aReportWithAnOldTimeIsNotBelieved() throws Exception {
        String command = "printf \"%s\" \"" + GOOD + "\" > r.xml; touch -d 2001-01-01 r.xml";
        ToolRun run = bench.run(Bench.reading("junit", "", "", "r.xml", "sh", "-c", command));
        assertThat(run.failure().cause()).isEqualTo(Cause.REPORT_UNREADABLE);
        assertThat(run.failure().message()).contains("older than the tool's start");
    }

    @Test
    void aLinkIsNoReport() throws Exception {
        Files.writeString(root.resolve("outside.xml"), GOOD);
        ToolRun run =
                bench.run(
                        Bench.reading(
                                "junit", "", "", "r.xml", "ln", "-s", "../outside.xml", "r.xml"));
        assertThat(run.failure().cause()).isEqualTo(Cause.REPORT_UNREADABLE);
    }

    @Test
    void aPlainReportNameMeansThatFileOnly() throws Exception {
        bench.file("deep/r.xml", GOOD);
        String command = "printf \"%s\" \"" + GOOD + "\" > {report}";
        ToolRun run = bench.run(Bench.reading("junit", "", "", "r.xml", "sh", "-c", command));
        assertThat(run.failure()).isNull();
        assertThat(run.tests()).isEqualTo(new TestCounts(1, 0, 0));
        assertThat(bench.checkout.resolve("deep/r.xml")).exists();
        assertThat(run.command().get(2)).contains(bench.checkout.resolve("r.xml").toString());
    }

    @Test
    void aFailedToolWithoutReportIsToBlameItself() throws Exception {
        ToolRun run = bench.run(Bench.reading("sarif", "", "", "r.sarif", "false"));
        assertThat(run.failure().cause()).isEqualTo(Cause.TOOL_FAILED);
    }

    @Test
    void placeholdersAreFilledInOnceAndUnknownOnesStay() throws Exception {
        Tool tool = Bench.tool("exit", "echo", "{complexity} {unknown} {checkout} {evil}");
        ToolRun run = bench.run(tool, Map.of("complexity", "10", "evil", "{checkout}$1\\"));
        assertThat(run.ended().lastLines())
                .containsExactly("10 {unknown} " + bench.checkout + " {checkout}$1\\");
    }

    @Test
    void theToolSeesItsEnvironmentAndNothingSecret() throws Exception {
        Tool tool =
                new Tool(
                        "env",
                        List.of("env"),
                        "exit",
                        "",
                        "",
                        "",
                        List.of(),
                        Map.of("FLAVOUR", "strict"),
                        null);
        ToolRun run = bench.run(tool);
        assertThat(Files.readString(run.ended().log())).contains("FLAVOUR=strict");
    }

    @Test
    void aHostileLineEndsTheReadingNotTheReader() throws Exception {
        String line = "a".repeat(1_000) + "!\n";
        ToolRun run = bench.run(bench.printing(line, 0, "regex", "", "^(?<message>(.*a){20})$"));
        assertThat(run.failure().cause()).isEqualTo(Cause.REPORT_UNREADABLE);
        assertThat(run.failure().message()).contains("tool.log:1").contains("steps");
    }

    @Test
    void issuesAreBoundedAndCounted() throws Exception {
        String command = "i=0; while [ $i -lt 12000 ]; do i=$((i+1)); echo a.py:$i:1: E1 bad; done";
        ToolRun run = bench.run(Bench.reading("regex", "", PATTERN, "", "sh", "-c", command));
        assertThat(run.issues()).hasSize(IssueCollector.KEPT);
        assertThat(run.reported()).isEqualTo(12_000);
    }

    @Test
    void unknownFormatsAndParsersAreFailures() throws Exception {
        assertThat(bench.run(Bench.tool("yaml", "true")).failure().cause())
                .isEqualTo(Cause.REPORT_UNREADABLE);
        assertThat(bench.run(Bench.reading("parser", "NOSUCH", "", "", "true")).failure().message())
                .contains("there is no parser 'NOSUCH'")
                .contains("FLAKE8");
    }

    @Test
    void interruptingEndsTheTool() throws Exception {
        Thread.currentThread().interrupt();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () ->
                                bench.runner.run(
                                        Bench.tool("exit", "sleep", "600"),
                                        bench.checkout,
                                        bench.logs,
                                        Bench.deadline(),
                                        Map.of(),
                                        Sandbox.NONE,
                                        EventSink.NONE))
                .isInstanceOf(InterruptedException.class);
    }
}
