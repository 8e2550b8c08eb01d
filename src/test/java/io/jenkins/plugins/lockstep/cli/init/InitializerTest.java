package io.jenkins.plugins.lockstep.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitializerTest {
    @TempDir Path dir;
    @TempDir Path programs;

    private void file(String path, String content) throws Exception {
        Path file = dir.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void program(String name) throws Exception {
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Initializer.Result result() throws Exception {
        return Initializer.draft(new ProjectFiles(dir, programs.toString()));
    }

    private Plan plan() throws Exception {
        return PlanReader.read(result().plan().getBytes(StandardCharsets.UTF_8), "lockstep.yaml");
    }

    private static String line(Plan plan, String phase) {
        Tool tool = plan.phases().get(phase).tools().get(0);
        return tool.command().get(2);
    }

    private static Map<String, String> groups(Tool tool, String line) {
        Matcher matcher = Pattern.compile(tool.pattern()).matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Map.of(
                "file", matcher.group("file"),
                "line", matcher.group("line"),
                "message", matcher.group("message"));
    }

    @Test
    void nothingKnown() throws Exception {
        Plan plan = plan();
        assertThat(plan.phases().get("lint").off()).contains("no tool for it was found");
        assertThat(plan.phases().get("e2e").off()).contains("no end-to-end program");
        assertThat(plan.agent().output()).isEqualTo("claude");
        assertThat(plan.milestones()).hasSize(1);
        assertThat(result().plan())
                .contains("codex exec --json", "gemini --output-format stream-json");
    }

    @Test
    void theAgentThatIsInstalled() throws Exception {
        program("gemini");
        assertThat(plan().agent().output()).isEqualTo("gemini");
        program("codex");
        Plan plan = plan();
        assertThat(plan.agent().output()).isEqualTo("codex");
        assertThat(plan.agent().command().get(2))
                .isEqualTo(
                        "codex exec --json --sandbox workspace-write --add-dir"
                                + " \"$LOCKSTEP_EVIDENCE\" --model {model} -");
    }

    @Test
    void maven() throws Exception {
        file("pom.xml", "<plugin>maven-pmd-plugin</plugin><plugin>maven-failsafe-plugin</plugin>");
        file("src/test/java/ATest.java", "");
        program("jdeps");
        Plan plan = plan();
        assertThat(line(plan, "implement")).isEqualTo("mvn -B -q test-compile");
        assertThat(plan.phases().get("architecture").tools())
                .extracting(Tool::name)
                .containsExactly("checkstyle", "cycles");
        assertThat(plan.phases().get("lint").tools())
                .extracting(Tool::parser)
                .containsExactly("PMD");
        assertThat(
                        groups(
                                plan.phases().get("typecheck").tools().get(0),
                                "[ERROR] /w/src/main/java/A.java:[3,9] cannot find symbol"))
                .containsEntry("file", "/w/src/main/java/A.java")
                .containsEntry("line", "3");
        assertThat(plan.phases().get("integration").isOff()).isFalse();
        assertThat(result().files()).containsOnlyKeys(Checkstyle.FILE);
    }

    @Test
    void mavenWithNothing() throws Exception {
        file("pom.xml", "<project/>");
        file("mvnw", "");
        Plan plan = plan();
        assertThat(line(plan, "implement")).startsWith("./mvnw ");
        assertThat(plan.phases().get("lint").off()).contains("no linter");
        assertThat(plan.phases().get("test").off()).contains("no tests in src/test");
        assertThat(plan.phases().get("integration").off()).contains("Failsafe");
    }

    @Test
    void gradle() throws Exception {
        file("build.gradle.kts", "plugins { java; checkstyle }");
        file("gradlew", "");
        file("src/test/java/ATest.java", "");
        Plan plan = plan();
        assertThat(line(plan, "test")).isEqualTo("./gradlew test");
        assertThat(plan.phases().get("lint").tools().get(0).config())
                .containsExactly("build.gradle.kts");
        assertThat(
                        groups(
                                plan.phases().get("typecheck").tools().get(0),
                                "/w/src/main/java/A.java:3: error: cannot find symbol"))
                .containsEntry("message", "cannot find symbol");
        assertThat(plan.phases().get("integration").off()).contains("no task integrationTest");
    }

    @Test
    void typescript() throws Exception {
        file(
                "package.json",
                """
                {"scripts": {"build": "tsc"}, "devDependencies": {"eslint": "^9.1.0",
                 "typescript": "5", "typescript-eslint": "8", "vitest": "3"}}
                """);
        file("tsconfig.json", "{}");
        file("eslint.config.js", "");
        file("package-lock.json", "{}");
        file("src/a.ts", "");
        Plan plan = plan();
        assertThat(plan.workspace().setupInputs())
                .containsExactly("package.json", "package-lock.json");
        // tsc alone is what the phase typecheck proves.
        assertThat(plan.phases().get("implement").tools()).isEmpty();
        assertThat(plan.phases().get("lint").tools().get(0).config())
                .containsExactly(Eslint.FORMATTER, "eslint.config.js");
        assertThat(
                        groups(
                                plan.phases().get("lint").tools().get(0),
                                "/w/src/a.ts:3:9: 'a' is assigned [but] unused [no-unused-vars]"))
                .containsEntry("message", "'a' is assigned [but] unused");
        assertThat(
                        groups(
                                plan.phases().get("typecheck").tools().get(0),
                                "src/a.ts(3,9): error TS2322: Type 'string' is not assignable"))
                .containsEntry("file", "src/a.ts");
        assertThat(line(plan, "architecture")).contains("--config " + Eslint.FLAT);
        assertThat(result().files()).containsOnlyKeys(Eslint.FORMATTER, Eslint.FLAT);
        assertThat(result().files().get(Eslint.FLAT))
                .contains("import { parser } from \"typescript-eslint\"");
    }

    @Test
    void bundlerAndNodesOwnTests() throws Exception {
        file(
                "package.json",
                """
                {"scripts": {"build": "vite build", "test": "tsc && node --test dist/"}}
                """);
        Plan plan = plan();
        assertThat(line(plan, "implement")).isEqualTo("npm run build");
        assertThat(line(plan, "test")).endsWith("npm test");
        assertThat(plan.phases().get("test").tools().get(0).environment().get("NODE_OPTIONS"))
                .contains("--test-reporter=junit");
    }

    @Test
    void oldEslintAndJest() throws Exception {
        file(
                "package.json",
                "{\"devDependencies\": {\"eslint\": \"~8.57\", \"jest\": \"29\", \"jest-junit\": \"16\"}}");
        file(".eslintrc.json", "{}");
        file("src/a.js", "");
        Plan plan = plan();
        assertThat(line(plan, "architecture")).contains("--no-eslintrc");
        assertThat(plan.phases().get("test").tools().get(0).environment())
                .containsKey("JEST_JUNIT_OUTPUT_FILE");
        assertThat(plan.phases().get("typecheck").off()).contains("no TypeScript");
        JsonNode json =
                Json.read(
                        result().files().get(Eslint.LEGACY).getBytes(StandardCharsets.UTF_8),
                        JsonNode.class);
        assertThat(json.at("/rules/complexity/1").asInt()).isEqualTo(10);
    }

    @Test
    void npmWithNothing() throws Exception {
        file("package.json", "{ not json");
        Plan plan = plan();
        for (String phase : List.of("architecture", "lint", "typecheck", "test", "integration")) {
            assertThat(plan.phases().get(phase).isOff()).as(phase).isTrue();
        }
    }

    @Test
    void pythonByWhatTheMachineHas() throws Exception {
        file("setup.cfg", "[flake8]\nmax-line-length = 100\n");
        file("tests/test_a.py", "");
        file("src/shop/__init__.py", "");
        for (String name : List.of("flake8", "mypy", "pytest", "pylint")) {
            program(name);
        }
        Plan plan = plan();
        assertThat(plan.phases().values().stream().filter(Phase::isOff).map(Phase::name))
                .containsExactly("integration", "e2e");
        Tool flake8 = plan.phases().get("lint").tools().get(0);
        assertThat(flake8.parser()).isEqualTo("FLAKE8");
        assertThat(flake8.config()).containsExactly("setup.cfg");
        Tool mypy = plan.phases().get("typecheck").tools().get(0);
        assertThat(groups(mypy, "a.py:3:5: error: Incompatible types  [assignment]"))
                .containsEntry("message", "Incompatible types");
        assertThat(groups(mypy, "a.py:3: error: No code")).containsEntry("message", "No code");
        assertThat(line(plan, "architecture")).contains("--max-args={parameters}");
        assertThat(plan.phases().get("test").tools().get(0).environment())
                .containsEntry("PYTHONPATH", "src");
    }

    @Test
    void pythonByWhatTheProjectDeclares() throws Exception {
        file(
                "pyproject.toml",
                "[dependency-groups]\ndev = [\"ruff\", \"pyright\", \"pytest>=8\"]\n");
        file("uv.lock", "");
        file("tests/test_a.py", "");
        Plan plan = plan();
        assertThat(line(plan, "lint")).startsWith("uv run ruff check");
        assertThat(
                        groups(
                                plan.phases().get("lint").tools().get(0),
                                "a.py:1:8: F401 [*] `os` imported but unused"))
                .containsEntry("line", "1");
        assertThat(
                        groups(
                                plan.phases().get("typecheck").tools().get(0),
                                "  /w/a.py:3:5 - error: Type \"str\" is bad (reportAssignmentType)"))
                .containsEntry("message", "Type \"str\" is bad");
        assertThat(plan.workspace().setup()).containsExactly("sh", "-c", "uv sync --frozen");
        assertThat(plan.phases().get("architecture").off()).contains("pylint");
    }

    @Test
    void severalEcosystems() throws Exception {
        file("pom.xml", "maven-checkstyle-plugin");
        file("package.json", "{\"devDependencies\": {\"eslint\": \"9\"}}");
        file("web/a.js", "");
        Plan plan = plan();
        assertThat(plan.phases().get("lint").tools())
                .extracting(Tool::name)
                .containsExactly("checkstyle", "eslint");
        assertThat(plan.phases().get("architecture").tools()).hasSize(2);
    }

    @Test
    void branchThatIsCheckedOut() throws Exception {
        file(".git/HEAD", "ref: refs/heads/work/next\n");
        assertThat(plan().project().branch()).isEqualTo("work/next");
        file(".git/HEAD", "0123456789012345678901234567890123456789\n");
        assertThat(plan().project().branch()).isEqualTo("main");
    }

    @Test
    void milestonesOfClaudeMd() throws Exception {
        file(
                "CLAUDE.md",
                """
                # Shop
                ### Milestone 9: Not one, for it is elsewhere
                ## Milestones
                ### Milestone 1: Prices: "with" 'tax' # and \\ more
                Some text.

                ```
                ## Milestones in code
                - no criterion
                ```
                - The total has tax,
                  also for \ttwo
                - [ ] No: colon #trouble
                - yes
                ### Milestone 2
                Only text\u0007.
                ### Milestone 2: Again
                - true
                ## Other
                - not this
                ### Milestone 4: Nor this
                """);
        Plan plan = plan();
        assertThat(plan.milestones()).extracting(m -> m.number()).containsExactly(1, 2, 3);
        var first = plan.milestones().get(0);
        assertThat(first.name()).isEqualTo("Prices: \"with\" 'tax' # and \\ more");
        assertThat(first.criteria())
                .containsExactly("The total has tax, also for  two", "No: colon #trouble", "yes");
        assertThat(first.description()).contains("Some text.", "- no criterion");
        assertThat(plan.milestones().get(1).description()).isEqualTo("Only text.");
        assertThat(plan.milestones().get(1).criteria())
                .singleElement()
                .asString()
                .contains("Milestone 2");
        assertThat(plan.milestones().get(2).criteria()).containsExactly("true");
        assertThat(result().plan()).contains("names no criteria for it");
    }
}
