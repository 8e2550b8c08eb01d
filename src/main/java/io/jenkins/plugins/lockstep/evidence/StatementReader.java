package io.jenkins.plugins.lockstep.evidence;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a statement's JSON, without building a tree of its subjects, which may be many. */
final class StatementReader {
    private static final int MAX_TYPE = 256;
    private static final int MAX_NAME = 4096;
    private static final int MAX_DIGEST = 256;
    private static final ObjectReader TREE =
            Json.mapper().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private String type;
    private String predicateType;
    private ObjectNode predicate;
    private List<Subject> subjects;

    private StatementReader() {}

    static Statement read(byte[] json) throws EvidenceFormatException {
        try (JsonParser parser = Json.mapper().createParser(json)) {
            return new StatementReader().read(parser);
        } catch (EvidenceFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new EvidenceFormatException(
                    "statement is not JSON: " + EnvelopeReader.firstLine(e), e);
        }
    }

    private Statement read(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "statement is not a JSON object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "_type" -> type = string(parser, "_type", MAX_TYPE);
                case "predicateType" -> predicateType = string(parser, "predicateType", MAX_TYPE);
                case "predicate" -> predicate = object(parser);
                case "subject" -> subjects = subjects(parser);
                default -> skip(parser);
            }
        }
        expect(parser.nextToken() == null, "something follows the statement");
        if (!Statement.TYPE.equals(type)) {
            throw new EvidenceFormatException(
                    "statement of type '" + type + "', not " + Statement.TYPE);
        }
        expect(predicateType != null, "statement without predicateType");
        expect(predicate != null, "statement without predicate");
        expect(subjects != null, "statement without list of subjects");
        return new Statement(subjects, predicateType, predicate);
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "statement without predicate");
        return (ObjectNode) TREE.readTree(parser);
    }

    private static List<Subject> subjects(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_ARRAY, "statement without list of subjects");
        List<Subject> found = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            found.add(subject(parser));
        }
        expect(parser.currentToken() == JsonToken.END_ARRAY, "a subject is not an object");
        return found;
    }

    private static Subject subject(JsonParser parser) throws IOException {
        String name = null;
        Map<String, String> digest = Map.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "name" -> name = string(parser, "name", MAX_NAME);
                case "digest" -> digest = digest(parser);
                default -> skip(parser);
            }
        }
        expect(name != null, "subject without name");
        if (digest.isEmpty()) {
            throw new EvidenceFormatException("subject '" + name + "' without digest");
        }
        return new Subject(name, digest);
    }

    private static Map<String, String> digest(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "'digest' is not an object");
        Map<String, String> digest = new HashMap<>(2);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String algorithm = parser.currentName();
            digest.put(algorithm, string(parser, algorithm, MAX_DIGEST));
        }
        return digest;
    }

    private static void skip(JsonParser parser) throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private static String string(JsonParser parser, String field, int max) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new EvidenceFormatException("'" + field + "' is not a string");
        }
        String text = parser.getText();
        if (text.length() > max) {
            throw new EvidenceFormatException("'" + field + "' is longer than " + max);
        }
        return text;
    }

    private static void expect(boolean holds, String otherwise) throws EvidenceFormatException {
        if (!holds) {
            throw new EvidenceFormatException(otherwise);
        }
    }
}
