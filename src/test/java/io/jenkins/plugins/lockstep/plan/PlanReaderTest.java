package io.jenkins.plugins.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Globs;
import io.jenkins.plugins.lockstep.base.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReaderTest {
    private static JsonNode schema() throws Exception {
        return Json.read(Files.readAllBytes(Path.of("docs/lockstep.schema.json")), JsonNode.class);
    }

    @Test
    void theSchemaIsItselfValid() throws Exception {
        var meta =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(SchemaLocation.of(SpecVersion.VersionFlag.V202012.getId()));
        assertThat(meta.validate(schema())).isEmpty();
    }

    @Test
    void defaultsAreTheSchemas() throws Exception {
        Plan plan = Plans.read(Plans.WHOLE);
        JsonNode limits = schema().at("/properties/limits/properties");
        StringBuilder yaml = new StringBuilder(Plans.WHOLE + "limits:\n");
        limits.properties()
                .forEach(
                        e -> {
                            String value = e.getValue().get("default").asText();
                            yaml.append("  ").append(e.getKey()).append(": ").append(value);
                            yaml.append('\n');
                        });
        assertThat(limits.size()).isEqualTo(Limits.class.getRecordComponents().length);
        assertThat(Plans.read(yaml.toString()).limits()).isEqualTo(plan.limits());
        JsonNode properties = schema().at("/properties");
        assertThat(plan.project().branch())
                .isEqualTo(properties.at("/project/properties/branch/default").asText());
        assertThat(plan.agent().sandbox())
                .isEqualTo(properties.at("/agent/properties/sandbox/default").asText());
        assertThat(plan.agent().output())
                .isEqualTo(properties.at("/agent/properties/output/default").asText());
        JsonNode measures = schema().at("/$defs/phase/properties/limits/properties");
        Phase.Architecture architecture = plan.phases().get("architecture").architecture();
        measures.properties()
                .forEach(
                        e ->
                                assertThat(Json.mapper().valueToTree(architecture).path(e.getKey()))
                                        .isEqualTo(e.getValue().get("default")));
    }

    @Test
    void smallPlan() throws Exception {
        Plan plan = Plans.read(Plans.WHOLE);
        assertThat(plan.digest()).isEqualTo(Digest.of(Plans.WHOLE));
        assertThat(plan.project().name()).isEqualTo("shop");
        assertThat(plan.agent().command()).isEmpty();
        assertThat(plan.phases().keySet()).containsExactlyElementsOf(DefaultPhases.all().keySet());
        Tool lint = plan.phases().get("lint").tools().get(0);
        assertThat(lint)
                .isEqualTo(
                        new Tool(
                                "lint",
                                List.of("sh", "-c", "lint"),
                                "exit",
                                "",
                                "",
                                "",
                                List.of(),
                                Map.of(),
                                null));
        assertThat(plan.phases().get("test").tools().get(0).format()).isEqualTo("junit");
        assertThat(plan.phases().get("e2e").expect())
                .isEqualTo(new Phase.Expectation(0, List.of(), ""));
        assertThat(plan.milestone(1).orElseThrow().criteria()).containsExactly("it works");
        assertThat(plan.milestone(2)).isEmpty();
    }

    @Test
    void aPhaseThatIsNotOnIsToldFromOneThatIsNotThere() throws Exception {
        Plan plan = Plans.read(Plans.WHOLE + "phases: {lint: {off: no sources}, e2e: {off: x}}\n");
        assertThat(plan.phase("test")).isSameAs(plan.phases().get("test"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.phase("lint"))
                .withMessage(
                        "the plan switches phase 'lint' off: no sources; on are research,"
                                + " planning, implement, architecture, typecheck, test,"
                                + " integration, validate, commit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.phase("lnt"))
                .withMessageStartingWith("the plan has no phase 'lnt'; it has research, planning,")
                .withMessageEndingWith("validate, commit; switched off are lint, e2e");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plans.read(Plans.WHOLE).phase("lnt"))
                .withMessageEndingWith("validate, commit");
    }

    @Test
    void aPinnedPlanIsReadAgainAsItWas() throws Exception {
        byte[] yaml = Plans.WHOLE.getBytes(StandardCharsets.UTF_8);
        Plan again = PlanReader.readAgain(yaml, Digest.of(yaml), "lockstep.yaml");
        assertThat(again).usingRecursiveComparison().isEqualTo(Plans.read(Plans.WHOLE));
        assertThatThrownBy(() -> PlanReader.readAgain(yaml, Digest.of("other"), "lockstep.yaml"))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("this is not the plan " + Digest.of("other"));
    }

    @Test
    void everyKey() throws Exception {
        Plan plan =
                Plans.read(
                        """
                        version: 1
                        project: {name: a, branch: dev, sources: [src/**], tests: [t/**], protect: [ci/**]}
                        agent: {command: [x, '{model}'], output: claude, model: big, models: {lint: small},
                                environment: [KEY], writable: [~/x/, /y], sandbox: require}
                        workspace: {setup: npm ci, inputs: [package-lock.json], carry: [.venv]}
                        limits: {run: 1d1h1m1s, evidence: 1GiB, log: 5}
                        tools:
                          implement: {command: [mvn, -q, compile]}
                          architecture:
                            - {name: one, command: x, format: checkstyle, report: o.xml, config: [c.xml],
                               environment: {A: 1, B: yes, C: true}, timeout: 5m}
                            - {name: two, command: x, format: sarif}
                          lint: {command: x, format: parser, parser: FLAKE8}
                          typecheck: {command: x, format: regex, pattern: '(?<file>.+):(?<line>\\d+):(?<message>.*)'}
                          test: {command: x, report: '*.xml'}
                          e2e: {command: x}
                          security: {command: x, format: exit}
                        phases:
                          security: {kind: issues, after: [lint]}
                          integration: {off: "no tests yet"}
                          lint: {instructions: "Be kind.", timeout: 10m, attempts: 2}
                          architecture: {limits: {nesting: 3}}
                          e2e: {expect: {exitCode: 3, contains: [ok], pattern: 'o.'}}
                          validate:
                            placeholderDefaults: false
                            placeholders: [{name: no, files: ['*.x'], pattern: y, where: tests}]
                        milestones:
                          - {number: 2, name: B, description: text, criteria: [b]}
                          - {number: 1, name: A, criteria: [a]}
                        """);
        assertThat(plan.limits().run()).isEqualTo(Duration.parse("P1DT1H1M1S"));
        assertThat(plan.limits().evidenceBytes()).isEqualTo(1L << 30);
        assertThat(plan.limits().logBytes()).isEqualTo(5);
        assertThat(plan.agent().writable()).containsExactly("~/x/", "/y");
        assertThat(plan.agent().modelFor("lint")).isEqualTo("small");
        assertThat(plan.agent().modelFor("test")).isEqualTo("big");
        assertThat(plan.workspace().setup()).containsExactly("sh", "-c", "npm ci");
        Tool one = plan.phases().get("architecture").tools().get(0);
        assertThat(one.environment()).isEqualTo(Map.of("A", "1", "B", "yes", "C", "true"));
        assertThat(one.timeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan.phases().get("architecture").architecture().nesting()).isEqualTo(3);
        assertThat(plan.phases().get("lint").attempts()).isEqualTo(2);
        assertThat(plan.phases().get("integration").off()).isEqualTo("no tests yet");
        assertThat(plan.phases().get("e2e").after()).containsExactly("test", "lint", "typecheck");
        assertThat(plan.phases().get("validate").placeholders())
                .containsExactly(new Phase.PlaceholderPattern("no", List.of("*.x"), "y", "tests"));
        assertThat(plan.milestones()).extracting(Milestone::number).containsExactly(1, 2);
        assertThat(plan.phases().keySet().stream().toList().indexOf("security"))
                .isLessThan(plan.phases().keySet().stream().toList().indexOf("validate"));
        assertThat(plan.project().protect()).containsExactly("ci/**", "/lockstep.yaml");
    }

    @Test
    void thePlanItselfIsProtectedWhateverItIsCalled(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("my[1].yaml"), Plans.WHOLE);
        var isProtected = Globs.matcher(PlanReader.read(file).project().protect());
        assertThat(isProtected.test("lockstep.yaml")).isTrue();
        assertThat(isProtected.test("ci/my[1].yaml")).isTrue();
        assertThat(isProtected.test("my1.yaml")).isFalse();
        Plan sly =
                Plans.read(
                        Plans.WHOLE.replace(
                                "name: shop", "name: shop, protect: ['!lockstep.yaml']"));
        assertThat(Globs.matcher(sly.project().protect()).test("lockstep.yaml")).isTrue();
    }

    @Test
    void aliasesAndByteOrderMarkAreRead() throws Exception {
        Plan plan =
                Plans.read(
                        "\uFEFF"
                                + Plans.WHOLE
                                        .replace("lint: {", "lint: &l {")
                                        .replace(
                                                "typecheck: {command: types, format: exit}",
                                                "typecheck: *l"));
        assertThat(plan.phases().get("typecheck").tools().get(0).command())
                .containsExactly("sh", "-c", "lint");
    }

    @Test
    void defaultPatternsFindWhatTheyAreFor() {
        assertFinds("A.java", "  // TODO later", "to-do comment");
        assertFinds(
                "A.java",
                "throw new UnsupportedOperationException(\"Not yet implemented\");",
                "unfinished code");
        assertFinds("a.py", "    raise NotImplementedError()", "unfinished code");
        assertFinds("a.ts", "throw new Error('not implemented');", "unfinished code");
        assertFinds("a.go", "panic(\"TODO\")", "to-do comment");
        assertFinds("a.go", "panic(\"unimplemented\")", "unfinished code");
        assertFinds("ATest.java", "    @Disabled(\"flaky\")", "skipped test");
        assertFinds("test_a.py", "@pytest.mark.skip(reason='x')", "skipped test");
        assertFinds("test_a.py", "        self.skipTest('x')", "skipped test");
        assertFinds("a.test.ts", "it.skip('works', () => {", "skipped test");
        assertFinds("a.test.ts", "xit('works', () => {", "skipped test");
        assertFinds("a_test.go", "\tt.Skip(\"later\")", "skipped test");
        assertFinds("A.java", "import static org.mockito.Mockito.mock;", "mock in production code");
        assertFinds("a.py", "from unittest.mock import MagicMock", "mock in production code");
        assertFinds("a.ts", "const f = vi.fn();", "mock in production code");
        assertFinds("a.py", "x = 1  # noqa: E501", "silenced tool");
        assertFinds("a.ts", "// eslint-disable-next-line", "silenced tool");
        assertThat(found("A.java", "throw new UnsupportedOperationException();")).isEmpty();
        assertThat(found("A.java", "@DisabledOnOs(OS.WINDOWS)")).isEmpty();
        assertThat(found("a.ts", "const exit = submit(context.only);")).isEmpty();
        assertThat(found("a.py", "model.fit(x)")).isEmpty();
        assertThat(found("README.md", "TODO")).isEmpty();
    }

    private static void assertFinds(String file, String line, String name) {
        assertThat(found(file, line)).as(line).contains(name);
    }

    private static List<String> found(String file, String line) {
        return DefaultPlaceholders.all().stream()
                .filter(p -> Globs.matcher(p.files()).test(file))
                .filter(p -> java.util.regex.Pattern.compile(p.pattern()).matcher(line).find())
                .map(Phase.PlaceholderPattern::name)
                .toList();
    }

    @Test
    void defaultGlobs() {
        var sources = Globs.matcher(DefaultGlobs.SOURCES);
        var tests = Globs.matcher(DefaultGlobs.TESTS);
        assertThat(List.of("src/main/java/A.java", "a/b.py", "x.tsx")).allMatch(sources);
        assertThat(List.of("README.md", "pom.xml")).noneMatch(sources);
        assertThat(
                        List.of(
                                "src/test/java/A.java",
                                "tests/helper.py",
                                "pkg/test_a.py",
                                "src/a.spec.ts",
                                "a_test.go",
                                "src/AIT.java"))
                .allMatch(tests);
        assertThat(List.of("src/main/java/com/test/A.java", "src/latest.py", "src/contest.ts"))
                .noneMatch(tests);
    }
}
