package io.jenkins.plugins.lockstep.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;

/**
 * Gemini CLI: {@code gemini --output-format stream-json}, or {@code json}, which is one document
 * over many lines, with other text before it perhaps. It tells no cost.
 */
final class GeminiStream extends JsonStream {
    private static final int LONGEST_DOCUMENT = 8 << 20;

    private final StringBuilder document = new StringBuilder();
    private boolean answering;

    GeminiStream(Clock clock) {
        super(clock);
    }

    @Override
    void event(String type, JsonNode event) {
        switch (type) {
            case "init" -> session(event.path("session_id").asText());
            case "message" -> {
                boolean assistant = event.path("role").asText().equals("assistant");
                String content = event.path("content").asText();
                if (assistant && answering && event.path("delta").asBoolean()) {
                    claimsMore(content);
                } else if (assistant) {
                    claims(content);
                }
                answering = assistant;
            }
            case "tool_use" -> answering = false;
            case "error" -> {
                if (event.path("severity").asText().equals("error")) {
                    fails(event.path("message").asText());
                }
            }
            case "result" -> {
                end();
                JsonNode stats = event.path("stats");
                tokens(stats.path("input_tokens").asLong(), stats.path("output_tokens").asLong());
                outcome(event.path("status").asText().equals("error"), event.path("error"));
            }
            default -> {
                // Others tell of its work, nothing that we need.
            }
        }
    }

    @Override
    void other(String line) {
        // What stands before the document is dropped; nothing stands after it.
        if (line.startsWith("{")) {
            document.setLength(0);
        }
        if ((line.startsWith("{") || !document.isEmpty())
                && document.length() + line.length() < LONGEST_DOCUMENT) {
            document.append(line).append('\n');
        }
    }

    @Override
    AgentReport report() {
        JsonNode whole = document.isEmpty() ? null : parse(document.toString());
        if (whole != null && (whole.has("response") || whole.has("error"))) {
            document(whole);
        }
        return super.report();
    }

    private void document(JsonNode whole) {
        end();
        session(whole.path("session_id").asText());
        claims(whole.path("response").asText());
        long input = 0;
        long output = 0;
        for (JsonNode model : whole.path("stats").path("models")) {
            input += model.path("tokens").path("prompt").asLong();
            output += model.path("tokens").path("candidates").asLong();
        }
        tokens(input, output);
        outcome(whole.path("error").isObject(), whole.path("error"));
    }

    private void outcome(boolean failed, JsonNode error) {
        if (!failed) {
            recovers();
            return;
        }
        String code = error.path("code").asText();
        fails(
                error.path("type").asText("error")
                        + (code.isEmpty() ? "" : " " + code)
                        + ": "
                        + error.path("message").asText());
    }
}
