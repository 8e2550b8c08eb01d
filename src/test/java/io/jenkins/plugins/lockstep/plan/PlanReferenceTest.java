package io.jenkins.plugins.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.lockstep.base.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference tells of every key, and its examples are plans. */
class PlanReferenceTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    private static String reference() throws Exception {
        return Files.readString(Path.of("docs/plan-reference.md"));
    }

    @Test
    void examplesAreValid() throws Exception {
        Matcher examples = EXAMPLE.matcher(reference());
        int count = 0;
        while (examples.find()) {
            Plan plan = Plans.read(examples.group(1));
            assertThat(PhaseGraph.of(plan).order()).contains("commit");
            count++;
        }
        assertThat(count).isEqualTo(3);
    }

    @Test
    void agentsOfTheReadmeAreValid() throws Exception {
        Matcher agents = EXAMPLE.matcher(Files.readString(Path.of("README.md")));
        String rest =
                "version: 1\nproject: {name: a}\nmilestones: [{number: 1, name: A, criteria: [b]}]\n"
                        + "phases: {architecture: {off: a}, lint: {off: a}, typecheck: {off: a},"
                        + " test: {off: a}, integration: {off: a}, e2e: {off: a}}\n";
        int count = 0;
        while (agents.find()) {
            Plan plan = Plans.read(rest + agents.group(1));
            assertThat(plan.agent().modelFor("lint")).isNotEmpty();
            count++;
        }
        assertThat(count).isEqualTo(3);
    }

    @Test
    void everyKeyIsExplained() throws Exception {
        JsonNode schema =
                Json.read(Files.readAllBytes(Path.of("docs/lockstep.schema.json")), JsonNode.class);
        List<String> keys = new ArrayList<>();
        collect(schema, keys);
        assertThat(keys).contains("sessionsPerMinute", "placeholderDefaults", "criteria");
        String reference = reference();
        assertThat(keys).allMatch(key -> reference.contains("| `" + key + "` |"));
    }

    private static void collect(JsonNode schema, List<String> keys) {
        schema.path("properties").fieldNames().forEachRemaining(keys::add);
        schema.forEach(part -> collect(part, keys));
    }

    @Test
    void defaultsInTheTablesAreTheSchemas() throws Exception {
        JsonNode schema =
                Json.read(Files.readAllBytes(Path.of("docs/lockstep.schema.json")), JsonNode.class);
        String reference = reference();
        for (String at :
                List.of(
                        "/properties/limits/properties",
                        "/$defs/phase/properties/limits/properties")) {
            for (var limit : schema.at(at).properties()) {
                String row =
                        "\\| `"
                                + limit.getKey()
                                + "` \\| [^|]+ \\| `"
                                + limit.getValue().get("default").asText()
                                + "` \\|";
                assertThat(Pattern.compile(row).matcher(reference).find()).as(row).isTrue();
            }
        }
    }
}
