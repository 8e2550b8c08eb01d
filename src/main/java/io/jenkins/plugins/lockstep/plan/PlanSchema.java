package io.jenkins.plugins.lockstep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
import io.jenkins.plugins.lockstep.base.Json;
import io.jenkins.plugins.lockstep.plan.YamlValue.Field;
import io.jenkins.plugins.lockstep.plan.YamlValue.Listing;
import io.jenkins.plugins.lockstep.plan.YamlValue.Mapping;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The plan's JSON schema ({@code docs/lockstep.schema.json}) and what it says of a document. */
final class PlanSchema {
    private static final String RESOURCE = "lockstep.schema.json";

    private final JsonNode document;
    private final JsonSchema schema;

    /** Made once, since that takes longer than to validate a plan; it never changes. */
    private static final class Holder {
        static final PlanSchema SCHEMA = new PlanSchema();
    }

    static PlanSchema get() {
        return Holder.SCHEMA;
    }

    private PlanSchema() {
        try (InputStream in = PlanSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            document = Json.read(in.readAllBytes(), JsonNode.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonSchemaFactory factory =
                JsonSchemaFactory.builder(
                                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012))
                        .schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance()))
                        .build();
        schema = factory.getSchema(document, SchemaValidatorsConfig.builder().build());
        schema.initializeValidators();
    }

    void validate(YamlValue value, Problems problems) {
        for (ValidationMessage message : schema.validate(value.json())) {
            Place place = place(value, message.getInstanceLocation());
            report(message, place, problems);
        }
    }

    private record Place(int line, int column, String path, YamlValue value) {
        Place step(Object name) {
            if (value instanceof Mapping mapping && name instanceof String key) {
                Field field = mapping.fields().get(key);
                if (field != null) {
                    String at = path.isEmpty() ? key : path + "." + key;
                    return new Place(
                            field.value().line(), field.value().column(), at, field.value());
                }
            }
            if (value instanceof Listing listing && name instanceof Integer i) {
                YamlValue item = listing.items().get(i);
                return new Place(item.line(), item.column(), path + "[" + i + "]", item);
            }
            return this;
        }

        /** The place of a key in it. */
        Place key(String key) {
            if (value instanceof Mapping mapping && mapping.fields().containsKey(key)) {
                Field field = mapping.fields().get(key);
                String at = path.isEmpty() ? key : path + "." + key;
                return new Place(field.line(), field.column(), at, field.value());
            }
            return this;
        }
    }

    private static Place place(YamlValue root, JsonNodePath location) {
        Place place = new Place(root.line(), root.column(), "", root);
        for (int i = 0; i < location.getNameCount(); i++) {
            place = place.step(location.getElement(i));
        }
        return place;
    }

    private void report(ValidationMessage message, Place place, Problems problems) {
        JsonNode rule = parent(message.getSchemaLocation().getFragment());
        String title = rule.path("title").asText("valid");
        switch (message.getType()) {
            case "additionalProperties" -> {
                Place at = place.key(message.getProperty());
                List<String> known = keys(rule.path("properties"));
                problems.add(at.line, at.column, at.path, unknown(message.getProperty(), known));
            }
            case "required" -> {
                String where = place.path.isEmpty() ? "the plan" : "'" + place.path + "'";
                problems.add(
                        place.line,
                        place.column,
                        place.path,
                        where + " lacks '" + message.getProperty() + "'");
            }
            case "propertyNames" -> {
                Place at = message.getProperty() == null ? place : place.key(message.getProperty());
                problems.add(
                        at.line,
                        at.column,
                        at.path,
                        "the key '"
                                + message.getProperty()
                                + "' must be "
                                + referred(rule.path("propertyNames")).path("title").asText());
            }
            default -> {
                String what = place.path.isEmpty() ? "the plan" : "'" + place.path + "'";
                problems.add(
                        place.line,
                        place.column,
                        place.path,
                        what + " must be " + title + ", not " + shown(place.value));
            }
        }
    }

    private static String unknown(String key, List<String> known) {
        String hint = Nearest.hint(key, known);
        String all = hint.isEmpty() ? " (known here: " + String.join(", ", known) + ")" : hint;
        return "unknown key '" + key + "'" + all;
    }

    /** What stands there, in few words. */
    private static String shown(YamlValue value) {
        if (value instanceof Mapping) {
            return "a map";
        }
        if (value instanceof Listing listing) {
            return listing.items().isEmpty() ? "an empty list" : "a list";
        }
        JsonNode json = value.json();
        String text = json.toString();
        if (json.isNull()) {
            return "empty";
        }
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** The part of the schema that a keyword stands in. */
    private JsonNode parent(JsonNodePath keyword) {
        JsonNode node = document;
        for (int i = 0; i < keyword.getNameCount() - 1; i++) {
            Object name = keyword.getElement(i);
            node = name instanceof Integer index ? node.path(index) : node.path(name.toString());
        }
        return node;
    }

    private JsonNode referred(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static List<String> keys(JsonNode properties) {
        List<String> keys = new ArrayList<>();
        properties.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
