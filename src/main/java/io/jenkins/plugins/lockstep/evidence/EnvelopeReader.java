package io.jenkins.plugins.lockstep.evidence;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads an envelope's JSON without building a tree of it. */
final class EnvelopeReader {
    private static final int MAX_SIGNATURES = 16;
    private static final int MAX_TYPE = 256;
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(50)
                                    .maxStringLength(Envelope.MAX_LENGTH)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private String payloadType;
    private byte[] payload;
    private List<Envelope.Sig> signatures;

    private EnvelopeReader() {}

    static Envelope read(byte[] json) throws EvidenceFormatException {
        if (json.length > Envelope.MAX_LENGTH) {
            throw new EvidenceFormatException("envelope too long: " + json.length + " bytes");
        }
        try (JsonParser parser = JSON.createParser(json)) {
            return new EnvelopeReader().read(parser);
        } catch (EvidenceFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new EvidenceFormatException("envelope is not JSON: " + firstLine(e), e);
        }
    }

    private Envelope read(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "envelope is not a JSON object");
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "payload" -> payload = base64(parser, "payload");
                case "payloadType" -> payloadType = string(parser, "payloadType");
                case "signatures" -> signatures = signatures(parser);
                default -> skip(parser);
            }
        }
        expect(parser.nextToken() == null, "something follows the envelope");
        expect(payload != null, "envelope without payload");
        expect(payload.length <= Envelope.MAX_PAYLOAD, "payload too large");
        expect(payloadType != null, "envelope without payloadType");
        expect(payloadType.length() <= MAX_TYPE, "payloadType too long");
        expect(signatures != null && !signatures.isEmpty(), "envelope without signature");
        return new Envelope(payloadType, payload, signatures);
    }

    private static List<Envelope.Sig> signatures(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_ARRAY, "signatures is not a list");
        List<Envelope.Sig> found = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            expect(found.size() < MAX_SIGNATURES, "more than " + MAX_SIGNATURES + " signatures");
            found.add(signature(parser));
        }
        expect(parser.currentToken() == JsonToken.END_ARRAY, "a signature is not an object");
        return found;
    }

    private static Envelope.Sig signature(JsonParser parser) throws IOException {
        String keyId = "";
        byte[] sig = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            switch (parser.currentName()) {
                case "keyid" -> keyId = string(parser, "keyid");
                case "sig" -> sig = base64(parser, "sig");
                default -> skip(parser);
            }
        }
        expect(sig != null, "a signature without sig");
        return new Envelope.Sig(keyId, sig);
    }

    private static void skip(JsonParser parser) throws IOException {
        parser.nextToken();
        parser.skipChildren();
    }

    private static String string(JsonParser parser, String field) throws IOException {
        expect(parser.nextToken() == JsonToken.VALUE_STRING, field + " is not a string");
        return parser.getText();
    }

    private static byte[] base64(JsonParser parser, String field) throws IOException {
        String text = string(parser, field);
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder())
                    .decode(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new EvidenceFormatException(field + " is not base64", e);
        }
    }

    private static void expect(boolean holds, String otherwise) throws EvidenceFormatException {
        if (!holds) {
            throw new EvidenceFormatException(otherwise);
        }
    }

    /** The first line of what Jackson says, which may quote the input. */
    static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
