package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.git.AddedLine;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Phase.PlaceholderPattern;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.process.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceholdersTest {
    private static final List<PlaceholderPattern> PATTERNS =
            List.of(
                    new PlaceholderPattern("stub", List.of("*.java"), "\\bTO" + "DO\\b", "all"),
                    new PlaceholderPattern("mock", List.of("*.java"), "\\bmock\\(", "sources"),
                    new PlaceholderPattern("skipped test", List.of("*.java"), "@Disabled", "tests"),
                    new PlaceholderPattern("trap", List.of("*.txt"), "^(.*a){20}$", "all"));

    @TempDir Path root;

    private static Map<String, List<AddedLine>> added(String path, int line, String text) {
        return Map.of(path, List.of(new AddedLine(line, text)));
    }

    private static List<String> scan(String path, String text) {
        return Placeholders.scan(
                        PATTERNS, Bench.plan().project(), added(path, 7, text), Bench.deadline())
                .issues()
                .stream()
                .map(Issue::oneLine)
                .toList();
    }

    @Test
    void eachPatternHoldsWhereItSays() {
        assertThat(scan("src/main/A.java", "  // TO" + "DO later"))
                .containsExactly("src/main/A.java:7: stub: // TO" + "DO later [stub]");
        assertThat(scan("src/main/A.java", "x = mock(B.class)")).hasSize(1);
        assertThat(scan("src/test/ATest.java", "x = mock(B.class)")).isEmpty();
        assertThat(scan("src/test/ATest.java", "@Disabled")).hasSize(1);
        assertThat(scan("src/main/A.java", "@Disabled")).isEmpty();
        assertThat(scan("README.md", "TO" + "DO")).isEmpty();
    }

    @Test
    void aLineThatIsTooCostlyIsAFinding() {
        assertThat(scan("notes.txt", "a".repeat(5_000) + "!"))
                .hasSize(1)
                .first()
                .asString()
                .contains("can't be told");
    }

    @Test
    void theProofNamesFileAndLine() throws Exception {
        Phase phase = Bench.phase(PhaseKind.VALIDATE, null, PATTERNS);
        try (Bench bench = new Bench(root)) {
            List<ValidatorResult> clean = bench.prove(phase);
            assertThat(clean).hasSize(1).allMatch(ValidatorResult::passed);
            List<ValidatorResult> results =
                    bench.prove(phase, List.of(), added("src/test/T.java", 9, "@Disabled"), null);
            Failure failure = results.get(0).failures().get(0);
            assertThat(failure.cause()).isEqualTo(Cause.PLACEHOLDER);
            assertThat(failure.file()).isEqualTo("src/test/T.java");
            assertThat(failure.line()).isEqualTo(9);
            assertThat(bench.proof.resolve("placeholders.sarif")).isNotEmptyFile();
        }
    }

    @Test
    void whatCannotBeReadAsTextIsAFinding() throws Exception {
        Phase phase = Bench.phase(PhaseKind.VALIDATE, null, PATTERNS);
        try (Bench bench = new Bench(root)) {
            Path sources = Files.createDirectories(bench.checkout.resolve("src"));
            Files.writeString(sources.resolve("Nul.java"), "// hidden\n\0");
            Files.createSymbolicLink(sources.resolve("Link.java"), Path.of("../notes"));
            Files.writeString(sources.resolve("OnlyLess.java"), "class OnlyLess {}\n");
            Files.writeString(bench.checkout.resolve("logo.png"), "\0");
            List<String> changed =
                    List.of(
                            "src/Nul.java",
                            "src/Link.java",
                            "src/OnlyLess.java",
                            "logo.png",
                            "src/Gone.java");

            ValidatorResult result = bench.prove(phase, changed, Map.of(), null).get(0);

            assertThat(result.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.cause()).isEqualTo(Cause.PLACEHOLDER));
            assertThat(result.issues())
                    .extracting(Issue::file)
                    .containsExactly("src/Link.java", "src/Nul.java");
            assertThat(result.issues())
                    .allSatisfy(
                            issue -> assertThat(issue.message()).contains("can't be read as text"));
        }
    }

    @Test
    void timeThatIsUpIsNeverClean() throws Exception {
        Phase phase = Bench.phase(PhaseKind.VALIDATE, null, PATTERNS);
        try (Bench bench = new Bench(root)) {
            bench.deadline = Deadline.in(Duration.ZERO, "attempt (0s)");
            List<ValidatorResult> results =
                    bench.prove(phase, List.of(), added("src/A.java", 1, "x"), null);
            assertThat(results.get(0).failures().get(0).cause()).isEqualTo(Cause.TIME_LIMIT);
        }
    }

    @Test
    void aWrongPatternIsNeverClean() throws Exception {
        Phase phase =
                Bench.phase(
                        PhaseKind.VALIDATE,
                        null,
                        List.of(new PlaceholderPattern("bad", List.of("*"), "(", "all")));
        try (Bench bench = new Bench(root)) {
            assertThat(bench.prove(phase).get(0).failures().get(0).cause())
                    .isEqualTo(Cause.INTERNAL);
        }
    }
}
