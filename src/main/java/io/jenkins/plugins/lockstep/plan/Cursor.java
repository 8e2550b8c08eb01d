package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.plan.YamlValue.Field;
import io.jenkins.plugins.lockstep.plan.YamlValue.Listing;
import io.jenkins.plugins.lockstep.plan.YamlValue.Mapping;
import io.jenkins.plugins.lockstep.plan.YamlValue.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place in a plan's document, perhaps an empty one. What is of a wrong type reads as if it were
 * absent: the schema has reported it by then.
 */
final class Cursor {
    private final YamlValue value;
    private final int line;
    private final int column;
    private final String path;
    private final Problems problems;

    private Cursor(YamlValue value, int line, int column, String path, Problems problems) {
        this.value = value;
        this.line = line;
        this.column = column;
        this.path = path;
        this.problems = problems;
    }

    static Cursor root(YamlValue value, Problems problems) {
        return new Cursor(value, value.line(), value.column(), "", problems);
    }

    Cursor get(String key) {
        Cursor found = fields().get(key);
        return found != null ? found : new Cursor(null, line, column, join(key), problems);
    }

    boolean isPresent() {
        return value != null;
    }

    boolean isList() {
        return value instanceof Listing;
    }

    /** By key; the place of each is its key's. */
    Map<String, Cursor> fields() {
        Map<String, Cursor> fields = new LinkedHashMap<>();
        if (value instanceof Mapping mapping) {
            for (Map.Entry<String, Field> e : mapping.fields().entrySet()) {
                Field f = e.getValue();
                fields.put(
                        e.getKey(),
                        new Cursor(f.value(), f.line(), f.column(), join(e.getKey()), problems));
            }
        }
        return fields;
    }

    List<Cursor> items() {
        List<Cursor> items = new ArrayList<>();
        if (value instanceof Listing listing) {
            for (YamlValue v : listing.items()) {
                String at = path + "[" + items.size() + "]";
                items.add(new Cursor(v, v.line(), v.column(), at, problems));
            }
        }
        return items;
    }

    private String join(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Optional<String> text() {
        return value instanceof Scalar scalar && scalar.json().isTextual()
                ? Optional.of(scalar.text())
                : Optional.empty();
    }

    String text(String otherwise) {
        return text().orElse(otherwise);
    }

    /** A scalar as it is written, whatever its type. */
    String written() {
        return value instanceof Scalar scalar ? scalar.text() : "";
    }

    List<String> texts() {
        return items().stream().flatMap(item -> item.text().stream()).toList();
    }

    Optional<Long> number() {
        return value instanceof Scalar scalar
                        && scalar.json().canConvertToLong()
                        && scalar.json().isIntegralNumber()
                ? Optional.of(scalar.json().longValue())
                : Optional.empty();
    }

    /** The schema bounds all whole numbers that are read so. */
    int integer(int otherwise) {
        return number().map(n -> (int) Math.min(Math.max(n, 0), Integer.MAX_VALUE))
                .orElse(otherwise);
    }

    boolean flag(boolean otherwise) {
        return value instanceof Scalar scalar && scalar.json().isBoolean()
                ? scalar.json().booleanValue()
                : otherwise;
    }

    /** Argument vector; a single line becomes one of {@code sh -c}; empty if there is none. */
    List<String> command() {
        return text().map(line1 -> List.of("sh", "-c", line1)).orElseGet(this::texts);
    }

    String path() {
        return path;
    }

    void problem(String message) {
        problems.add(line, column, path, message);
    }
}
