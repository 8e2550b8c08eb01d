package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofsTest {
    private static final String REAL_RESEARCH =
            """
            # Research for milestone 3: Discount codes

            The cart computes its total in Cart.total(); nothing there knows of a code yet.
            A table of codes with their rates fits beside the price list, and the parser of the
            command line has to accept one more option.
            """;
    private static final String PATTERN = "^(?<file>\\S+):(?<line>\\d+): (?<message>.*)$";

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

    private static List<Cause> causes(List<ValidatorResult> results) {
        return results.stream().flatMap(r -> r.failures().stream()).map(Failure::cause).toList();
    }

    private List<Cause> research(String text) throws Exception {
        Files.writeString(bench.evidence.resolve("research.md"), text);
        return causes(bench.prove(Bench.phase(PhaseKind.RESEARCH)));
    }

    private List<Cause> planning(String text) throws Exception {
        Files.writeString(bench.evidence.resolve("plan.md"), text);
        return causes(bench.prove(Bench.phase(PhaseKind.PLANNING)));
    }

    @Test
    void researchMustSayEnoughAndNameTheMilestone() throws Exception {
        assertThat(causes(bench.prove(Bench.phase(PhaseKind.RESEARCH))))
                .containsExactly(Cause.EVIDENCE_MISSING);
        assertThat(research(REAL_RESEARCH)).isEmpty();
        assertThat(bench.events).last().asString().contains("VALIDATOR_PASSED");
        assertThat(research(EvidenceTemplates.research(Bench.MILESTONE)))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
        assertThat(research("milestone 3 " + "x".repeat(10_000)))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
        assertThat(research("milestone 3\n" + "blah bla bla ".repeat(1_000)))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
        assertThat(
                        research(
                                REAL_RESEARCH.replace(
                                        "# Research for milestone 3: Discount codes", "")))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
        assertThat(research(REAL_RESEARCH.replace("milestone 3: ", ""))).isEmpty();
        assertThat(
                        research(
                                REAL_RESEARCH.replace(
                                        "milestone 3: Discount codes", "Adiscount codes")))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
        assertThat(research(REAL_RESEARCH.replace("3: Discount codes", "31")))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
    }

    @Test
    void researchThatIsALinkIsMissing() throws Exception {
        Files.writeString(root.resolve("elsewhere"), REAL_RESEARCH);
        Files.createSymbolicLink(bench.evidence.resolve("research.md"), root.resolve("elsewhere"));
        assertThat(causes(bench.prove(Bench.phase(PhaseKind.RESEARCH))))
                .containsExactly(Cause.EVIDENCE_MISSING);
    }

    @Test
    void aPlanMustCiteTheResearchSeal() throws Exception {
        String plan =
                "First add the table of codes, then the option, then a test of each criterion.\n";
        assertThat(planning(plan)).containsExactly(Cause.EVIDENCE_INSUFFICIENT);
        assertThat(planning(plan + "seal " + Bench.SEAL)).isEmpty();
        assertThat(planning(plan + "(" + Bench.SEAL.hex().substring(0, 12) + ")")).isEmpty();
        assertThat(planning(plan + Bench.SEAL.hex().substring(0, 11)))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
        assertThat(planning("sha256:" + Bench.SEAL.hex()))
                .containsExactly(Cause.EVIDENCE_INSUFFICIENT);
    }

    @Test
    void anImplementationMustChangeASourceFileAndBuild() throws Exception {
        Phase builds = Bench.phase(PhaseKind.IMPLEMENT, Bench.tool("exit", "true"));
        assertThat(causes(bench.prove(builds, List.of("src/main/A.java"), Map.of(), null)))
                .isEmpty();
        assertThat(
                        causes(
                                bench.prove(
                                        builds,
                                        List.of("README.md", "src/test/T.java"),
                                        Map.of(),
                                        null)))
                .containsExactly(Cause.NOTHING_CHANGED);
        Phase broken =
                Bench.phase(
                        PhaseKind.IMPLEMENT,
                        Bench.tool("exit", "sh", "-c", "echo cannot compile; exit 1"));
        List<ValidatorResult> results =
                bench.prove(broken, List.of("src/main/A.java"), Map.of(), null);
        assertThat(causes(results)).containsExactly(Cause.BUILD_FAILED);
        assertThat(results.get(1).failures().get(0).lastLines()).contains("cannot compile");
        Phase missing = Bench.phase(PhaseKind.IMPLEMENT, Bench.tool("exit", "no-such-build"));
        assertThat(causes(bench.prove(missing, List.of("src/main/A.java"), Map.of(), null)))
                .containsExactly(Cause.TOOL_CANNOT_START);
    }

    @Test
    void aBuildMayWarn() throws Exception {
        String pattern = "^(?<file>\\S+):(?<line>\\d+): (?<severity>\\w+): (?<message>.*)$";
        Tool warns = bench.printing("a.c:1: warning: old\n", 0, "regex", "", pattern);
        assertThat(
                        causes(
                                bench.prove(
                                        Bench.phase(PhaseKind.IMPLEMENT, warns),
                                        List.of("src/a.c"),
                                        Map.of(),
                                        null)))
                .isEmpty();
    }

    @Test
    void issuesNeedExitZeroAndNone() throws Exception {
        Tool exitsZero = bench.printing("a.c:1: bad\n", 0, "regex", "", PATTERN);
        List<ValidatorResult> results = bench.prove(Bench.phase(PhaseKind.ISSUES, exitsZero));
        assertThat(causes(results)).containsExactly(Cause.ISSUES_FOUND);
        Failure failure = results.get(0).failures().get(0);
        assertThat(failure.message()).contains("1 issue in 1 file, although it exited 0");
        assertThat(failure.file()).isEqualTo("a.c");
        assertThat(failure.line()).isEqualTo(1);
        assertThat(failure.log()).isEqualTo("logs/tool.log");
        assertThat(failure.command()).isNotEmpty();
        assertThat(results.get(0).logDigest()).isNotNull();
        assertThat(bench.proof.resolve("tool.sarif")).isNotEmptyFile();
        assertThat(causes(bench.prove(Bench.phase(PhaseKind.ISSUES))))
                .containsExactly(Cause.EVIDENCE_MISSING);
    }

    @Test
    void architectureLeavesAReviewThatTellsFactsFromWords() throws Exception {
        Files.writeString(
                bench.evidence.resolve("architecture_review.md"), "# All is clean\nTrust me.\n");
        Tool tool = bench.printing("a.c:1: 60 lines | too long\n", 1, "regex", "", PATTERN);
        List<ValidatorResult> results = bench.prove(Bench.phase(PhaseKind.ARCHITECTURE, tool));
        assertThat(causes(results)).containsExactly(Cause.ISSUES_FOUND);
        assertThat(bench.proof.resolve("violations.sarif")).content().contains("too long");
        assertThat(bench.proof.resolve("architecture_review.md"))
                .content()
                .contains("| lines of a function | 50 |")
                .contains("| tool | EXITED 1 | 1 | violations |")
                .contains("- a.c:1: 60 lines \\| too long")
                .contains("not verified")
                .contains("> # All is clean")
                .doesNotContain("\n# All is clean");
    }

    private Phase tests(String xml, int exit) throws IOException {
        return Bench.phase(PhaseKind.TESTS, bench.printing(xml, exit, "junit", "", ""));
    }

    @Test
    void testsMustRunPassAndNotGrowFewer() throws Exception {
        String good =
                "<testsuite><testcase name='a'/><testcase name='b'/>"
                        + "<testcase name='c'><skipped/></testcase></testsuite>";
        Phase phase = tests(good, 0);
        List<ValidatorResult> results = bench.prove(phase);
        assertThat(causes(results)).isEmpty();
        assertThat(results.get(1).counts()).containsEntry("tests", 3L).containsEntry("skipped", 1L);
        assertThat(causes(prove(phase, new TestCounts(3, 0, 1)))).isEmpty();
        assertThat(causes(prove(phase, new TestCounts(3, 0, 0))))
                .containsExactly(Cause.FEWER_TESTS, Cause.MORE_SKIPPED);
        assertThat(causes(prove(phase, new TestCounts(2, 0, 0))))
                .containsExactly(Cause.MORE_SKIPPED);
        assertThat(causes(bench.prove(tests(good, 1)))).containsExactly(Cause.TOOL_FAILED);
    }

    private List<ValidatorResult> prove(Phase phase, TestCounts baseline) throws Exception {
        return bench.prove(phase, List.of(), Map.of(), baseline);
    }

    @Test
    void failedAndMissingTestsHaveTheirOwnCauses() throws Exception {
        String failed =
                "<testsuite><testcase name='a'><failure message='no'/></testcase></testsuite>";
        assertThat(causes(bench.prove(tests(failed, 1)))).containsExactly(Cause.TESTS_FAILED);
        assertThat(causes(bench.prove(tests(failed, 0)))).containsExactly(Cause.TESTS_FAILED);
        assertThat(causes(bench.prove(tests("<testsuites/>", 0)))).contains(Cause.NO_TESTS);
        assertThat(causes(bench.prove(tests("<testsuites/>", 5)))).contains(Cause.NO_TESTS);
        assertThat(causes(bench.prove(tests("BUILD FAILURE", 1))))
                .containsExactly(Cause.TOOL_FAILED);
        Phase noReport =
                Bench.phase(
                        PhaseKind.TESTS, Bench.reading("junit", "", "", "target/*.xml", "true"));
        assertThat(causes(bench.prove(noReport))).containsExactly(Cause.REPORT_UNREADABLE);
        Phase withoutRunner = Bench.phase(PhaseKind.TESTS, Bench.tool("exit", "true"));
        assertThat(causes(bench.prove(withoutRunner))).containsExactly(Cause.NO_TESTS);
    }

    private List<Cause> endToEnd(Phase.Expectation expected, String line) throws Exception {
        Tool program = Bench.tool("exit", "sh", "-c", line);
        return causes(bench.prove(Bench.phase(PhaseKind.E2E, expected, List.of(), program)));
    }

    @Test
    void theProgramMustExitAndPrintAsExpected() throws Exception {
        Phase.Expectation expected =
                new Phase.Expectation(2, List.of("total: 9.00", "thanks"), "^code \\w+ accepted$");
        String good = "echo total: 9.00; echo code X1 accepted; echo thanks; exit 2";
        assertThat(endToEnd(expected, good)).isEmpty();
        assertThat(bench.proof.resolve("e2e_evidence.log"))
                .content()
                .contains("command: sh -c echo", "exit code: 2", "total: 9.00\n");
        assertThat(endToEnd(expected, good.replace("exit 2", "exit 0")))
                .containsExactly(Cause.UNEXPECTED_OUTPUT);
        assertThat(endToEnd(expected, good.replace("9.00", "10.00")))
                .containsExactly(Cause.UNEXPECTED_OUTPUT);
        assertThat(endToEnd(expected, good.replace("X1", "")))
                .containsExactly(Cause.UNEXPECTED_OUTPUT);
        assertThat(endToEnd(expected, "no-such-program")).containsExactly(Cause.TOOL_CANNOT_START);
        assertThat(endToEnd(null, "true")).isEmpty();
        assertThat(endToEnd(new Phase.Expectation(1, List.of(), ""), "exit 1")).isEmpty();
    }

    @Test
    void whatPreparesTheProgramMustSucceed() throws Exception {
        Tool prepares =
                new Tool(
                        "prepare", List.of("false"), "exit", "", "", "", List.of(), Map.of(), null);
        assertThat(
                        causes(
                                bench.prove(
                                        Bench.phase(
                                                PhaseKind.E2E,
                                                prepares,
                                                Bench.tool("exit", "true")))))
                .containsExactly(Cause.TOOL_FAILED);
    }
}
