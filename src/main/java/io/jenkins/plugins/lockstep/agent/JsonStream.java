package io.jenkins.plugins.lockstep.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** A dialect with one JSON object on each line, told apart by {@code type}. */
abstract class JsonStream extends StreamReader {
    JsonStream(Clock clock) {
        super(clock);
    }

    @Override
    final void line(String line) {
        if (line.isBlank()) {
            return;
        }
        JsonNode event = line.startsWith("{") ? parse(line) : null;
        if (event == null || !event.path("type").isTextual()) {
            malformed();
            other(line);
            return;
        }
        event(event.path("type").textValue(), event);
    }

    /** Null if it is no JSON object. */
    static JsonNode parse(String text) {
        try {
            JsonNode node = Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
            return node.isObject() ? node : null;
        } catch (IOException e) {
            return null;
        }
    }

    abstract void event(String type, JsonNode event);

    /** A line that is no event. */
    void other(String line) {}
}
