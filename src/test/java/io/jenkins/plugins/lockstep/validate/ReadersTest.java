package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.base.Issue;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadersTest {
    @TempDir Path root;

    private ReportReader.Findings read(ReportReader reader, byte[] bytes, boolean isLog)
            throws Exception {
        Path file = Files.write(root.resolve("report"), bytes);
        ReportReader.Findings findings = Bench.findings(root);
        reader.read(new ReportReader.Source(file, isLog, Bench.deadline()), findings);
        return findings;
    }

    private ReportReader.Findings read(ReportReader reader, String text) throws Exception {
        return read(reader, text.getBytes(StandardCharsets.UTF_8), false);
    }

    private TestCounts tests(String xml) throws Exception {
        return read(new JUnitReader(), xml).tests().counts();
    }

    private List<Issue> sarif(String run) throws Exception {
        return read(new SarifReader(), "{\"version\":\"2.1.0\",\"runs\":[" + run + "]}")
                .issues()
                .issues();
    }

    @Test
    void testCasesOfNestedSuitesAreCountedOnce() throws Exception {
        String xml =
                "<testsuites tests='9' failures='1'><testsuite failures='1' tests='9'>"
                        + "<testsuite failures='1'><testcase name='a'><failure/></testcase>"
                        + "<testcase name='b'/></testsuite>"
                        + "<testsuite><testcase name='c'><skipped/></testcase></testsuite>"
                        + "</testsuite></testsuites>";
        assertThat(tests(xml)).isEqualTo(new TestCounts(3, 1, 1));
    }

    @Test
    void aTestThatFailsTwiceFailsOnceAndAFlakyOnePasses() throws Exception {
        assertThat(
                        tests(
                                "<testsuite><testcase name='a'><failure/><error/></testcase>"
                                        + "<testcase name='b'><flakyFailure/></testcase>"
                                        + "<testcase name='c' status='notrun'/></testsuite>"))
                .isEqualTo(new TestCounts(3, 1, 1));
    }

    @Test
    void failuresOutsideOfTestCasesCount() throws Exception {
        ReportReader.Findings findings =
                read(new JUnitReader(), "<testsuite name='s' errors='2' tests='0'></testsuite>");
        assertThat(findings.tests().counts()).isEqualTo(new TestCounts(2, 2, 0));
        assertThat(findings.issues().issues().get(0).message()).contains("2 failed outside");
    }

    @Test
    void charactersThatXmlForbidsAreEndured() throws Exception {
        String xml =
                "<testsuite><testcase name='a'><failure message='m'><![CDATA[\u001B[31mred\u0000"
                        + "]]></failure></testcase></testsuite>";
        assertThat(tests(xml).failed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "UTF-16BE", "windows-1252"})
    void encodingsAreRespected(String name) throws Exception {
        boolean wide = name.startsWith("UTF-16");
        String xml =
                (wide
                                ? "\uFEFF<?xml version='1.0'?>"
                                : "<?xml version='1.0' encoding='" + name + "'?>")
                        + "<checkstyle><file name='Ä.java'><error line='1' message='ß'/></file>"
                        + "</checkstyle>";
        ReportReader.Findings findings =
                read(new CheckstyleReader(), xml.getBytes(Charset.forName(name)), false);
        assertThat(findings.issues().issues().get(0).file()).isEqualTo("Ä.java");
    }

    @Test
    void inALogOtherLinesMayStandAround() throws Exception {
        String log =
                "> npm run lint\n\n<checkstyle><file name='a'><error message='x'/></file></checkstyle>\nbye";
        assertThat(
                        read(new CheckstyleReader(), log.getBytes(StandardCharsets.UTF_8), true)
                                .issues()
                                .issues())
                .hasSize(1);
        String json = "starting\n{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}]}\ndone\n";
        assertThat(
                        read(new SarifReader(), json.getBytes(StandardCharsets.UTF_8), true)
                                .issues()
                                .reported())
                .isZero();
        assertThatThrownBy(() -> read(new SarifReader(), "no".getBytes(), true))
                .isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<checkstyle>",
                "<other/>",
                "<checkstyle/><checkstyle/>",
                "<checkstyle><file></checkstyle>",
                "<!DOCTYPE checkstyle><checkstyle/>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><checkstyle>&b;</checkstyle>",
                "<!DOCTYPE a [<!ENTITY b 'bbbb'><!ENTITY c '&b;&b;'>]><checkstyle a='&c;'/>",
                "<checkstyle>&undeclared;</checkstyle>",
                "<?xml version='1.0' encoding='no-such'?><checkstyle/>"
            })
    void brokenOrHostileXmlIsNeverClean(String xml) {
        assertThatThrownBy(() -> read(new CheckstyleReader(), xml)).isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> read(new JUnitReader(), xml)).isInstanceOf(Unreadable.class);
    }

    @Test
    void deepXmlAndDeepJsonAreRefused() {
        assertThatThrownBy(
                        () -> read(new CheckstyleReader(), "<checkstyle>" + "<a>".repeat(200_000)))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("deeper");
        assertThatThrownBy(() -> sarif("[".repeat(200_000))).isInstanceOf(Unreadable.class);
    }

    @Test
    void checkstylesExceptionsAreIssues() throws Exception {
        String xml =
                "<checkstyle><file name='A.java'><exception>boom</exception>"
                        + "<error severity='ignore' message='no'/></file></checkstyle>";
        assertThat(read(new CheckstyleReader(), xml).issues().issues())
                .extracting(Issue::oneLine)
                .containsExactly("A.java: boom [exception]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"version\":\"2.1.0\"}",
                "{\"version\":\"2.1.0\",\"runs\":[]}",
                "{\"version\":\"2.1.0\",\"runs\":[{}]}",
                "{\"version\":\"2.1.0\",\"runs\":[{\"results\":null}]}",
                "{\"version\":\"1.0.0\",\"runs\":[{\"results\":[]}]}",
                "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}",
                "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[]}]} trailing",
                "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[],"
                        + "\"invocations\":[{\"executionSuccessful\":false}]}]}"
            })
    void whatIsNoFinishedSarifIsNeverClean(String json) {
        assertThatThrownBy(() -> read(new SarifReader(), json)).isInstanceOf(Unreadable.class);
    }

    @Test
    void sarifsLevelsMessagesAndPlacesAreLookedUp() throws Exception {
        List<Issue> issues =
                sarif(
                        """
                        {"results":[
                          {"ruleIndex":0,"message":{"id":"m","arguments":["x"]},
                           "locations":[{"physicalLocation":{"artifactLocation":{"index":1},
                             "region":{"startLine":3,"startColumn":4}}}]},
                          {"ruleId":"R9","message":{"text":"no level"},
                           "locations":[{"physicalLocation":{"artifactLocation":
                             {"uri":"a%20b.c","uriBaseId":"SRC"}}}]},
                          {"kind":"pass","message":{"text":"fine"}},
                          {"message":{"text":"hushed"},"suppressions":[{"kind":"inSource"}]},
                          {"message":{"text":"not hushed"},
                           "suppressions":[{"kind":"inSource","status":"rejected"}]},
                          {"message":{"text":"gone"},"baselineState":"absent"}],
                         "artifacts":[{},{"location":{"uri":"src/x.c"}}],
                         "originalUriBaseIds":{"SRC":{"uri":"file:///elsewhere/"}},
                         "tool":{"driver":{"rules":[{"id":"R1",
                           "defaultConfiguration":{"level":"error"},
                           "messageStrings":{"m":{"text":"bad {0}"}}}]}}}
                        """);
        assertThat(issues)
                .extracting(i -> i.severity() + " " + i.oneLine())
                .containsExactly(
                        "warning (no file): not hushed",
                        "warning /elsewhere/a b.c: no level [R9]",
                        "error src/x.c:3:4: bad x [R1]");
    }

    @Test
    void aReportThatIsTooLargeIsRefused() throws Exception {
        Path file = root.resolve("large");
        byte[] block = "<checkstyle>".getBytes(StandardCharsets.UTF_8);
        try (var channel =
                Files.newByteChannel(
                        file,
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(block));
            channel.position(ReportReader.MAX_BYTES + 10);
            channel.write(java.nio.ByteBuffer.wrap(block));
        }
        assertThatThrownBy(
                        () -> new CheckstyleReader().read(Bench.source(file), Bench.findings(root)))
                .isInstanceOf(Unreadable.class);
        assertThatThrownBy(() -> new SarifReader().read(Bench.source(file), Bench.findings(root)))
                .isInstanceOf(Unreadable.class);
    }
}
