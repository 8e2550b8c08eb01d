package io.jenkins.plugins.lockstep.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;

/**
 * Claude Code: {@code claude -p --verbose --output-format stream-json} (or {@code json}). Its
 * {@code result} decides: {@code is_error} or a {@code subtype} other than success is a failure,
 * whatever the other says.
 */
final class ClaudeStream extends JsonStream {
    private String message = "";
    private long messageInput;
    private long messageOutput;
    private RateLimit rejected;

    ClaudeStream(Clock clock) {
        super(clock);
    }

    @Override
    void event(String type, JsonNode event) {
        switch (type) {
            case "system" -> {
                if (event.path("subtype").asText().equals("init")) {
                    session(event.path("session_id").asText());
                }
            }
            case "assistant" -> assistant(event);
            case "rate_limit_event" -> rateLimit(event.path("rate_limit_info"));
            case "result" -> result(event);
            default -> {
                // Others, such as tool results, tell nothing that we need.
            }
        }
    }

    private void assistant(JsonNode event) {
        for (JsonNode part : event.path("message").path("content")) {
            if (part.path("type").asText().equals("text")) {
                claims(part.path("text").asText());
            }
        }
        String id = event.path("message").path("id").asText();
        JsonNode usage = event.path("message").path("usage");
        if (usage.isObject()) {
            // One message comes in several events that each carry its usage so far.
            boolean same = !id.isEmpty() && id.equals(message);
            long before = same ? messageInput : 0;
            long beforeOut = same ? messageOutput : 0;
            message = id;
            messageInput = input(usage);
            messageOutput = usage.path("output_tokens").asLong();
            tokens(
                    inputTokens() + messageInput - before,
                    outputTokens() + messageOutput - beforeOut);
        }
        if (event.path("error").asText().equals("rate_limit")) {
            String said = event.path("message").path("content").path(0).path("text").asText();
            fails("rate limit: " + said);
        }
    }

    private void rateLimit(JsonNode info) {
        if (info.path("status").asText().equals("rejected")) {
            long resets = info.path("resetsAt").asLong();
            Duration pause = resets <= 0 ? null : RateLimit.until(resets, clock().instant());
            rejected = new RateLimit("rate limit: " + info.path("rateLimitType").asText(), pause);
        } else {
            rejected = null;
        }
    }

    private void result(JsonNode event) {
        end();
        session(event.path("session_id").asText());
        costs(event.path("total_cost_usd").asDouble());
        JsonNode usage = event.path("usage");
        if (usage.isObject() && input(usage) > 0) {
            tokens(input(usage), usage.path("output_tokens").asLong());
        }
        String subtype = event.path("subtype").asText("success");
        String result = event.path("result").asText();
        if (!result.isEmpty()) {
            claims(result);
        }
        if (subtype.equals("success") && !event.path("is_error").asBoolean()) {
            recovers();
            return;
        }
        StringBuilder text = new StringBuilder(subtype.equals("success") ? "" : subtype);
        for (JsonNode part : event.path("errors")) {
            text.append(text.isEmpty() ? "" : ": ").append(part.asText());
        }
        text.append(text.isEmpty() || result.isEmpty() ? "" : ": ").append(result);
        int status = event.path("api_error_status").asInt();
        fails(status == 0 ? text.toString() : text + " (API error status " + status + ")");
        if (rejected != null && (limit() == null || limit().pause() == null)) {
            limited(new RateLimit(error(), rejected.pause()));
        }
    }

    private static long input(JsonNode usage) {
        return usage.path("input_tokens").asLong()
                + usage.path("cache_creation_input_tokens").asLong()
                + usage.path("cache_read_input_tokens").asLong();
    }
}
