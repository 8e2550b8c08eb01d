package io.jenkins.plugins.lockstep.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line of an agent's stream as people read it; what is no known JSON stays as it is. */
final class AgentLine {
    private AgentLine() {}

    /** Empty for a line that says nothing to a person. */
    static String text(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        JsonNode node;
        try {
            node = Json.read(line.getBytes(StandardCharsets.UTF_8), JsonNode.class);
        } catch (IOException e) {
            return line;
        }
        return switch (node.path("type").asText("")) {
            case "system", "init" -> "model " + node.path("model").asText("unknown");
            case "assistant", "user" -> contents(node.path("message").path("content"));
            case "message" -> node.path("content").asText("");
            case "tool_use" -> tool(node.path("tool_name").asText(""), node.path("parameters"));
            case "item.completed" -> item(node.path("item"));
            case "result" -> "= " + node.path("result").asText(node.path("status").asText(""));
            case "item.started", "item.updated", "thread.started", "turn.started" -> "";
            default -> line;
        };
    }

    private static String contents(JsonNode contents) {
        if (contents.isTextual()) {
            return contents.asText();
        }
        List<String> parts = new ArrayList<>();
        for (JsonNode one : contents) {
            switch (one.path("type").asText("")) {
                case "text" -> parts.add(one.path("text").asText(""));
                case "tool_use" -> parts.add(tool(one.path("name").asText(""), one.path("input")));
                default -> {}
            }
        }
        return String.join("\n", parts);
    }

    private static String item(JsonNode item) {
        return switch (item.path("type").asText("")) {
            case "agent_message" -> item.path("text").asText("");
            case "command_execution" -> "> " + item.path("command").asText("");
            case "file_change" -> {
                List<String> paths = new ArrayList<>();
                item.path("changes").forEach(one -> paths.add(one.path("path").asText("")));
                yield "> change " + String.join(", ", paths);
            }
            default -> "";
        };
    }

    private static String tool(String name, JsonNode input) {
        for (String key : List.of("file_path", "path", "command", "pattern", "query", "url")) {
            if (input.path(key).isTextual()) {
                return "> " + name + " " + input.path(key).asText();
            }
        }
        return "> " + name;
    }
}
