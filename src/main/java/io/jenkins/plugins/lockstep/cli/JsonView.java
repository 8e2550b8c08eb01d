package io.jenkins.plugins.lockstep.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A JSON document's objects and scalars, read without data binding, whose classes would take longer
 * to load than the rest of a quick command. What is missing, or of another type, reads as empty;
 * arrays are left out.
 */
final class JsonView {
    private static final JsonView EMPTY = new JsonView(Map.of(), "");

    private final Map<String, JsonView> members;
    private final String text;

    private JsonView(Map<String, JsonView> members, String text) {
        this.members = members;
        this.text = text;
    }

    /**
     * @throws IOException if it is not JSON, saying where
     */
    static JsonView read(byte[] bytes) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(bytes)) {
            return read(parser, parser.nextToken());
        }
    }

    private static JsonView read(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            return EMPTY;
        }
        if (token != JsonToken.START_OBJECT) {
            boolean nothing = token == null || token == JsonToken.VALUE_NULL;
            return nothing ? EMPTY : new JsonView(Map.of(), parser.getText());
        }
        Map<String, JsonView> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            members.put(name, read(parser, parser.nextToken()));
        }
        return new JsonView(members, "");
    }

    /** The object's members, in the document's order. */
    Map<String, JsonView> members() {
        return members;
    }

    JsonView get(String name) {
        return members.getOrDefault(name, EMPTY);
    }

    /** The scalar as it is written, without a string's quotes. */
    String text() {
        return text;
    }

    String text(String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    /** The number, or 0. */
    double number() {
        try {
            return text.isEmpty() ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
