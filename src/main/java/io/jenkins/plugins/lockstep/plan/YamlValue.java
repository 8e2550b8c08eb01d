package io.jenkins.plugins.lockstep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;

/** A value of a YAML document that knows where it stands; lines and columns are 1-based. */
sealed interface YamlValue {
    int line();

    int column();

    JsonNode json();

    /** A scalar as it is written and as it is meant. */
    record Scalar(int line, int column, String text, JsonNode json) implements YamlValue {}

    record Listing(int line, int column, List<YamlValue> items) implements YamlValue {
        @Override
        public JsonNode json() {
            var array = JsonNodeFactory.instance.arrayNode(items.size());
            items.forEach(item -> array.add(item.json()));
            return array;
        }
    }

    record Mapping(int line, int column, Map<String, Field> fields) implements YamlValue {
        @Override
        public JsonNode json() {
            var object = JsonNodeFactory.instance.objectNode();
            fields.forEach((key, field) -> object.set(key, field.value.json()));
            return object;
        }
    }

    /** A key's place and its value. */
    record Field(int line, int column, YamlValue value) {}
}
