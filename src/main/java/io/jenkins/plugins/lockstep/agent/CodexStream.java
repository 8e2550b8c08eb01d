package io.jenkins.plugins.lockstep.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;

/**
 * Codex CLI: {@code codex exec --json}. An {@code error} may be overcome (it tries to connect
 * again); {@code turn.completed} and {@code turn.failed} decide. It tells no cost.
 */
final class CodexStream extends JsonStream {
    CodexStream(Clock clock) {
        super(clock);
    }

    @Override
    void event(String type, JsonNode event) {
        switch (type) {
            case "thread.started" -> session(event.path("thread_id").asText());
            case "item.completed" -> {
                if (event.path("item").path("type").asText().equals("agent_message")) {
                    claims(event.path("item").path("text").asText());
                }
            }
            case "turn.completed" -> {
                usage(event.path("usage"));
                end();
                recovers();
            }
            case "turn.failed" -> {
                usage(event.path("usage"));
                end();
                fails(event.path("error").path("message").asText("the turn failed"));
            }
            case "error" -> fails(event.path("message").asText("an error without a message"));
            default -> {
                // Others tell of its work, nothing that we need.
            }
        }
    }

    private void usage(JsonNode usage) {
        // input_tokens has the cached ones in it.
        tokens(
                inputTokens() + usage.path("input_tokens").asLong(),
                outputTokens() + usage.path("output_tokens").asLong());
    }
}
