package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.lockstep.base.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
    private static final String PLAN =
            """
            version: 1
            project: {name: 'a "shop" \\ more'}
            tools:
              architecture: {command: x, format: exit}
              lint: {command: x, format: exit}
              typecheck: {command: x, format: exit}
              test: {command: x, report: o.xml}
            phases:
              integration: {off: 'says "no" \\ yet'}
              e2e: {off: none}
            milestones:
              - {number: 1, name: First, criteria: [a, b]}
            """;

    @TempDir Path dir;

    @BeforeEach
    void plan() throws Exception {
        Files.writeString(dir.resolve("lockstep.yaml"), PLAN);
    }

    @Test
    void text() {
        CommandLineRun run = CommandLineRun.of("plan", "-C", dir);
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("   5  lint | typecheck\n")
                .contains(
                        "      -- gate: lint + typecheck merged, then proven again: lint, typecheck\n"
                                + "   6  test\n")
                .contains(" off  integration: says \"no\" \\ yet\n")
                .contains("   1  First (2 criteria)\n");
    }

    @Test
    void json() throws Exception {
        CommandLineRun run = CommandLineRun.of("plan", "--json", "--project", dir);
        JsonNode json = Json.read(run.out().getBytes(StandardCharsets.UTF_8), JsonNode.class);
        assertThat(json.at("/waves/4/1/name").asText()).isEqualTo("typecheck");
        assertThat(json.at("/waves/5/0/gate").toString()).isEqualTo("[\"lint\",\"typecheck\"]");
        assertThat(json.at("/off/0/reason").asText()).isEqualTo("says \"no\" \\ yet");
        assertThat(json.at("/milestones/0/criteria/1").asText()).isEqualTo("b");
        assertThat(json.at("/digest").asText()).startsWith("sha256:");
    }

    @Test
    void dot() {
        CommandLineRun run = CommandLineRun.of("plan", "--dot", "-C", dir);
        assertThat(run.out())
                .startsWith("digraph \"a \\\"shop\\\" \\\\ more\" {\n")
                .contains("  \"gate:lint+typecheck\" [shape=diamond, label=\"gate\"];\n")
                .contains("  \"lint\" -> \"gate:lint+typecheck\";\n")
                .contains("  \"gate:lint+typecheck\" -> \"test\";\n")
                .contains("label=\"integration\\noff: says \\\"no\\\" \\\\ yet\"")
                .endsWith("}\n");
    }

    @Test
    void jsonAndDotExcludeEachOther() {
        CommandLineRun run = CommandLineRun.of("plan", "--dot", "--json", "-C", dir);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("mutually exclusive");
    }

    @Test
    void tellsEveryProblem() throws Exception {
        Files.writeString(dir.resolve("other.yaml"), PLAN + "limts: 1\nagent: {modl: x}\n");
        CommandLineRun run = CommandLineRun.of("plan", "-C", dir, "--plan", "other.yaml");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly(
                        "other.yaml:13:1: unknown key 'limts'; did you mean 'limits'?",
                        "other.yaml:14:9: unknown key 'modl'; did you mean 'model'?");
    }

    @Test
    void noPlan() {
        CommandLineRun run = CommandLineRun.of("plan", "-C", dir, "--plan", "none.yaml");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no plan at", "lockstep init");
    }
}
