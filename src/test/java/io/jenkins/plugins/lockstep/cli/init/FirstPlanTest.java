package io.jenkins.plugins.lockstep.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.PlanReader;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A first plan that runs as it is: its tools get what the project gives them. */
class FirstPlanTest {
    @TempDir private Path dir;

    private Initializer.Result result() throws Exception {
        return Initializer.draft(new ProjectFiles(dir, ""));
    }

    private Tool tool(String phase) throws Exception {
        Plan plan =
                PlanReader.read(result().plan().getBytes(StandardCharsets.UTF_8), "lockstep.yaml");
        return plan.phases().get(phase).tools().get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "mocha  | mocha --import=tsx 'test/**/*.ts' | mocha --import=tsx 'test/**/*.ts' --reporter xunit",
                "mocha  | npx mocha                         | mocha --reporter xunit",
                "mocha  | tsc && mocha out                  | mocha --reporter xunit",
                "vitest | vitest run --dir src              | vitest run --dir src --reporter=junit",
                "vitest | vitest                            | vitest run --reporter=junit"
            })
    void testRunnersGetTheArgumentsOfTheTestScript(String runner, String script, String command)
            throws Exception {
        Files.writeString(
                dir.resolve("package.json"),
                "{\"scripts\": {\"test\": \"%s\"}, \"devDependencies\": {\"%s\": \"1\"}}"
                        .formatted(script, runner));

        assertThat(tool("test").command().get(2)).contains("npx --no-install " + command);
    }

    @Test
    void filesThatConfigureAToolAreProtected() throws Exception {
        Files.writeString(
                dir.resolve("pyproject.toml"),
                "[project]\nname = \"a\"\n[tool.ruff.lint]\nselect = [\"ALL\"]\n[tool.mypy]\nstrict = true\n");
        Files.writeString(dir.resolve("tox.ini"), "[pytest]\naddopts = -ra\n");
        Files.writeString(dir.resolve("test_a.py"), "");

        assertThat(tool("lint").config()).containsExactly("pyproject.toml");
        assertThat(tool("typecheck").config()).containsExactly("pyproject.toml");
    }

    @Test
    void aByteOrderMarkHidesNoMilestone() throws Exception {
        Files.writeString(
                dir.resolve("CLAUDE.md"), "\uFEFF## Milestones\r\n### Milestone 1: One\r\n- a\r\n");

        assertThat(result().milestones()).isEqualTo(1);
        assertThat(result().plan()).contains("name: One");
        assertThat(result().off()).containsKey("lint");
    }

    @Test
    void nothingIsTakenForAMilestoneThatIsNone() throws Exception {
        for (String text : List.of("", "# Shop\n", "## Milestones\nNone yet.\n")) {
            Files.writeString(dir.resolve("CLAUDE.md"), text);
            assertThat(result().milestones()).isZero();
        }
    }
}
