package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import se.bjurr.violations.lib.reports.Parser;

class SarifTest {
    private static final List<Issue> ISSUES =
            List.of(
                    new Issue("t", "", 0, 0, "error", "", "nowhere"),
                    new Issue("t", "/usr/inc lude/x.h", 1, 0, "note", "R2", "outside"),
                    new Issue("t", "../x.c", 2, 3, "warning", "R1", "above"),
                    new Issue("t", "src/a b#%25:ü.c", 0, 0, "warning", "R1", "odd {0} name"),
                    new Issue("t", "src/a.c", 7, 9, "error", "R1", "\"quoted\" text"));

    @TempDir Path root;

    private Path written(List<Issue> issues) throws Exception {
        Path file = root.resolve("x.sarif");
        Sarif.write(file, issues, "my tool");
        return file;
    }

    @Test
    void itFollowsTheSchema() throws Exception {
        try (InputStream in = Parser.class.getResourceAsStream("/jsonschemas/sarif-schema.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(in);
            for (List<Issue> issues : List.of(ISSUES, List.<Issue>of())) {
                byte[] bytes = Files.readAllBytes(written(issues));
                assertThat(schema.validate(Json.mapper().readTree(bytes))).isEmpty();
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        ReportReader.Findings findings =
                new ReportReader.Findings(
                        new IssueCollector("t", new CheckoutPaths(root)), new TestTally());
        new SarifReader().read(Bench.source(written(ISSUES)), findings);
        assertThat(findings.issues().issues()).containsExactlyInAnyOrderElementsOf(ISSUES);
    }

    @Test
    void equalIssuesGiveEqualBytes() throws Exception {
        byte[] first = Files.readAllBytes(written(ISSUES));
        assertThat(Files.readAllBytes(written(ISSUES))).isEqualTo(first);
    }
}
