package io.jenkins.plugins.lockstep.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.lockstep.base.Json;
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

    public Statement {
        subjects = List.copyOf(subjects);
    }

    /**
     * Unknown fields are ignored; no field may stand twice, and nothing after the statement.
     *
     * @throws EvidenceFormatException if the bytes are not a statement; no other exception is
     *     thrown
     */
    public static Statement parse(byte[] json) throws EvidenceFormatException {
        return StatementReader.read(json);
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
