package io.jenkins.plugins.lockstep.base;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The one JSON mapper of the house: sorted keys, no absent values, no trailing bytes, bounded depth
 * and length. What it writes for equal values is equal to the byte, so it can be hashed.
 */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int MAX_DEPTH = 200;

    /** Longest string that is read, in characters. */
    public static final int MAX_STRING = 20_000_000;

    /** Most names, values and brackets that are read of a document that isn't trusted. */
    static final int MAX_TOKENS = 2_000_000;

    private static final JsonFactory BOUNDED =
            JsonFactory.builder()
                    .streamReadConstraints(constraints().maxTokenCount(MAX_TOKENS).build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(constraints().build())
                                    .build())
                    .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Duration.class, ToStringSerializer.instance))
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
                    .build();

    private Json() {}

    private static StreamReadConstraints.Builder constraints() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(MAX_STRING);
    }

    /** The shared mapper; never reconfigure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Compact, with sorted keys: the form that is hashed and signed. */
    public static byte[] canonical(Object value) {
        try {
            return MAPPER.writeValueAsBytes(
                    value instanceof JsonNode node
                            ? MAPPER.treeToValue(node, Object.class)
                            : value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write as JSON: " + value.getClass(), e);
        }
    }

    /** Indented, for people. */
    public static byte[] pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write as JSON: " + value.getClass(), e);
        }
    }

    /**
     * @throws IOException if the bytes are not one JSON document of that type
     */
    public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        return there(MAPPER.readValue(bytes, type), type);
    }

    /**
     * The same of bytes from who isn't trusted: small ones can't become large in memory.
     *
     * @throws IOException if the bytes are not one JSON document of that type, or hold too much
     */
    public static <T> T readBounded(byte[] bytes, Class<T> type) throws IOException {
        try (JsonParser parser = BOUNDED.createParser(bytes)) {
            return there(MAPPER.readValue(parser, type), type);
        }
    }

    private static <T> T there(T value, Class<T> type) throws IOException {
        if (value == null) {
            throw new IOException("JSON null where " + type.getSimpleName() + " is expected");
        }
        return value;
    }
}
