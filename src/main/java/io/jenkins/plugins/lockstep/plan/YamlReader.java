package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.plan.YamlValue.Field;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 (core schema) into values with places. Bounded in size, depth and number of
 * values, aliases written out included; duplicate keys, foreign tags and recursion are problems.
 */
final class YamlReader {
    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 30;
    private static final int MAX_VALUES = 20_000;
    private static final int MAX_KEY = 200;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setSchema(new CoreSchema())
                    .setCodePointLimit(MAX_BYTES)
                    .setUseMarks(true)
                    .build();

    private final Problems problems;
    private final Deque<Node> open = new ArrayDeque<>();
    private int values;

    private YamlReader(Problems problems) {
        this.problems = problems;
    }

    /** The document's value; empty exactly if it cannot be read, and then there are problems. */
    static Optional<YamlValue> read(byte[] yaml, Problems problems) {
        if (yaml.length > MAX_BYTES) {
            problems.add(0, 0, "", "the plan is larger than 1 MiB");
            return Optional.empty();
        }
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(yaml)).toString();
            return new YamlReader(problems)
                    .document(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.add(0, 0, "", "the plan is not UTF-8 text");
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            add(problems, mark, "not valid YAML: " + sentence(e));
        } catch (YamlEngineException e) {
            problems.add(0, 0, "", "not valid YAML: " + firstLine(e.getMessage()));
        }
        return Optional.empty();
    }

    private static String sentence(MarkedYamlEngineException e) {
        String context = e.getContext() == null ? "" : e.getContext() + ", ";
        return firstLine(context + e.getProblem());
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }

    private Optional<YamlValue> document(String text) {
        if (!withinBounds(text)) {
            return Optional.empty();
        }
        Iterator<Node> documents = new Compose(SETTINGS).composeAllFromString(text).iterator();
        if (!documents.hasNext()) {
            problems.add(1, 1, "", "the plan is empty");
            return Optional.empty();
        }
        Node first = documents.next();
        if (documents.hasNext()) {
            documents
                    .next()
                    .getStartMark()
                    .ifPresent(
                            mark ->
                                    add(
                                            problems,
                                            mark,
                                            "a plan is one YAML document; here begins another"));
        }
        return Optional.ofNullable(value(first, ""));
    }

    /** Looks at the flat stream of events first, for what follows works by recursion. */
    private boolean withinBounds(String text) {
        int depth = 0;
        int count = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            Mark mark = event.getStartMark().orElse(null);
            if (depth > MAX_DEPTH) {
                add(problems, mark, "nested deeper than " + MAX_DEPTH + " levels");
                return false;
            }
            if (event instanceof ScalarEvent scalar
                    && scalar.getValue().length() > YamlScalars.MAX_TEXT) {
                add(problems, mark, YamlScalars.TOO_LONG);
                return false;
            }
            if (++count > 2 * MAX_VALUES) {
                add(problems, mark, "more than " + MAX_VALUES + " values");
                return false;
            }
        }
        return true;
    }

    /** Null if it is refused as a whole; then there is a problem. */
    private YamlValue value(Node node, String path) {
        if (++values > MAX_VALUES) {
            if (values == MAX_VALUES + 1) {
                add(
                        node,
                        path,
                        "more than " + MAX_VALUES + " values, with its aliases written out");
            }
            return null;
        }
        if (open.contains(node)) {
            add(node, path, "an alias that contains itself");
            return null;
        }
        if (open.size() > MAX_DEPTH) {
            add(node, path, "nested deeper than " + MAX_DEPTH + " levels");
            return null;
        }
        open.push(node);
        try {
            if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
                return mapping(mapping, path);
            }
            if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
                return listing(sequence, path);
            }
            if (node instanceof ScalarNode scalar) {
                return YamlScalars.value(scalar, line(node), column(node), path, problems);
            }
            add(node, path, "the tag '" + node.getTag().getValue() + "' is not allowed here");
            return null;
        } finally {
            open.pop();
        }
    }

    private YamlValue listing(SequenceNode node, String path) {
        List<YamlValue> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            YamlValue value = value(item, path + "[" + items.size() + "]");
            if (value != null) {
                items.add(value);
            }
        }
        return new YamlValue.Listing(line(node), column(node), items);
    }

    private YamlValue mapping(MappingNode node, String path) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Node keyNode = tuple.getKeyNode();
            Optional<String> key = key(keyNode, path);
            if (key.isEmpty()) {
                continue;
            }
            String at = path.isEmpty() ? key.get() : path + "." + key.get();
            Field earlier = fields.get(key.get());
            if (earlier != null) {
                add(
                        keyNode,
                        at,
                        "the key '"
                                + key.get()
                                + "' stands in line "
                                + earlier.line()
                                + " already");
                continue;
            }
            YamlValue value = value(tuple.getValueNode(), at);
            if (value != null) {
                fields.put(key.get(), new Field(line(keyNode), column(keyNode), value));
            }
        }
        return new YamlValue.Mapping(line(node), column(node), fields);
    }

    private Optional<String> key(Node node, String path) {
        if (!(node instanceof ScalarNode scalar) || !node.getTag().equals(Tag.STR)) {
            add(node, path, "a key must be a text; put it in quotes");
            return Optional.empty();
        }
        if (scalar.getValue().length() > MAX_KEY || YamlScalars.hasControls(scalar.getValue())) {
            add(node, path, "a key of more than " + MAX_KEY + " or of unprintable characters");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    private void add(Node node, String path, String message) {
        problems.add(line(node), column(node), path, message);
    }

    private static void add(Problems problems, Mark mark, String message) {
        problems.add(
                mark == null ? 0 : mark.getLine() + 1,
                mark == null ? 0 : mark.getColumn() + 1,
                "",
                message);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static int column(Node node) {
        return node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
    }
}
