package io.jenkins.plugins.lockstep.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An in-toto Statement v1.
 *
 * @param subjects what it is about
 * @param predicateType URI; ours are in {@link Predicates}
 * @param predicate what it says, read-only by agreement
 */
public record Statement(List<Subject> subjects, String predicateType, ObjectNode predicate) {
    /** The value of {@code _type}. */
    public static final String TYPE = "https://in-toto.io/Statement/v1";

    private static final int MAX_NAME = 4096;
    private static final int MAX_DIGEST = 256;

    public Statement {
        subjects = List.copyOf(subjects);
    }

    /**
     * @throws EvidenceFormatException if the bytes are not a statement; no other exception is
     *     thrown
     */
    public static Statement parse(byte[] json) throws EvidenceFormatException {
        JsonNode root;
        try {
            root = Json.read(json, JsonNode.class);
        } catch (IOException e) {
            throw new EvidenceFormatException(
                    "statement is not JSON: " + EnvelopeReader.firstLine(e), e);
        }
        String type = text(root, "_type", 256);
        if (!TYPE.equals(type)) {
            throw new EvidenceFormatException("statement of type '" + type + "', not " + TYPE);
        }
        String predicateType = text(root, "predicateType", 256);
        if (!(root.get("predicate") instanceof ObjectNode predicate)) {
            throw new EvidenceFormatException("statement without predicate");
        }
        return new Statement(subjects(root.get("subject")), predicateType, predicate);
    }

    private static List<Subject> subjects(JsonNode list) throws EvidenceFormatException {
        if (list == null || !list.isArray()) {
            throw new EvidenceFormatException("statement without list of subjects");
        }
        List<Subject> subjects = new ArrayList<>(list.size());
        for (JsonNode subject : list) {
            String name = text(subject, "name", MAX_NAME);
            JsonNode digests = subject.get("digest");
            if (digests == null || !digests.isObject() || digests.isEmpty()) {
                throw new EvidenceFormatException("subject '" + name + "' without digest");
            }
            Map<String, String> digest = new HashMap<>();
            for (Map.Entry<String, JsonNode> field : digests.properties()) {
                digest.put(field.getKey(), text(digests, field.getKey(), MAX_DIGEST));
            }
            subjects.add(new Subject(name, digest));
        }
        return subjects;
    }

    private static String text(JsonNode in, String field, int max) throws EvidenceFormatException {
        JsonNode value = in.get(field);
        if (value == null || !value.isTextual()) {
            throw new EvidenceFormatException("'" + field + "' is not a string");
        }
        if (value.textValue().length() > max) {
            throw new EvidenceFormatException("'" + field + "' is longer than " + max);
        }
        return value.textValue();
    }

    /** The JSON form, which is signed; equal for equal statements. */
    public byte[] toBytes() {
        return Json.canonical(
                Map.of(
                        "_type", TYPE,
                        "predicate", Json.mapper().convertValue(predicate, Object.class),
                        "predicateType", predicateType,
                        "subject", subjects));
    }

    /**
     * The predicate as one of the records.
     *
     * @throws EvidenceFormatException if it is not of that form
     */
    public <T> T predicate(Class<T> type) throws EvidenceFormatException {
        try {
            return Json.mapper().treeToValue(predicate, type);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new EvidenceFormatException(
                    "not a " + type.getSimpleName() + ": " + EnvelopeReader.firstLine(e), e);
        }
    }
}
