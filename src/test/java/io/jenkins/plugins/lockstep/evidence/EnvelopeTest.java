package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private final SigningKey key = SigningKey.generate();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void isReadAsItWasWritten() throws Exception {
        Envelope sealed = Envelope.sign("text/plain", bytes("hello"), key);
        Envelope read = Envelope.parse(sealed.toBytes());
        assertThat(read.payload()).isEqualTo(bytes("hello"));
        assertThat(read.payloadType()).isEqualTo("text/plain");
        assertThat(read.keyIds()).containsExactly(key.verifyingKey().keyId());
        assertThat(read.isSignedBy(key.verifyingKey())).isTrue();
        assertThat(read.isSignedBy(SigningKey.generate().verifyingKey())).isFalse();
        assertThat(read.toBytes()).isEqualTo(sealed.toBytes());
    }

    @Test
    void theTypeIsSignedToo() throws Exception {
        byte[] sealed = Envelope.sign("text/plain", bytes("hello"), key).toBytes();
        String other = new String(sealed, StandardCharsets.UTF_8).replace("plain", "plaim");
        assertThat(Envelope.parse(bytes(other)).isSignedBy(key.verifyingKey())).isFalse();
    }

    @Test
    void urlSafeBase64UnknownFieldsAndSeveralSignaturesAreAllowed() throws Exception {
        byte[] payload = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe};
        byte[] signature = key.sign(Envelope.pae("t", payload));
        String url = Base64.getUrlEncoder().encodeToString(payload);
        assertThat(url).contains("-").contains("_");
        String json =
                "{\"x\": [{\"y\": 1}], \"payload\": \""
                        + url
                        + "\", \"payloadType\": \"t\", \"signatures\": [{\"sig\": \"AAAA\"},"
                        + " {\"sig\": \""
                        + Base64.getUrlEncoder().encodeToString(signature)
                        + "\", \"more\": {}}]}";
        Envelope read = Envelope.parse(bytes(json));
        assertThat(read.payload()).isEqualTo(payload);
        assertThat(read.isSignedBy(key.verifyingKey())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[]}",
                "{\"payload\":\"\",\"payloadType\":\"t\"}",
                "{\"payload\":\"\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":1,\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"*\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"-/\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[1]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":{\"sig\":\"\"}}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]} x",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\"}]}{}",
                "{\"payload\":\"\",\"payload\":\"\",\"payloadType\":\"t\","
                        + "\"signatures\":[{\"sig\":\"\"}]}",
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":[{\"sig\":\"\",\"sig\":\"\"}]}"
            })
    void anythingElseIsRefused(String json) {
        assertThatThrownBy(() -> Envelope.parse(bytes(json)))
                .isInstanceOf(EvidenceFormatException.class);
    }

    @Test
    void depthAndNumberAreBounded() {
        String deep = "{\"x\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> Envelope.parse(bytes(deep)))
                .isInstanceOf(EvidenceFormatException.class);
        String many =
                "{\"payload\":\"\",\"payloadType\":\"t\",\"signatures\":["
                        + "{\"sig\":\"\"},".repeat(100)
                        + "{\"sig\":\"\"}]}";
        assertThatThrownBy(() -> Envelope.parse(bytes(many))).hasMessageContaining("more than 16");
        assertThatThrownBy(() -> Envelope.parse(new byte[Envelope.MAX_LENGTH + 1]))
                .hasMessageContaining("too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"subject\":[],"
                        + "\"predicateType\":\"x\",\"predicate\":{}}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":{},"
                        + "\"predicateType\":\"x\",\"predicate\":{}}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],"
                        + "\"predicateType\":\"x\"}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicate\":{}}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"x\"}],"
                        + "\"predicateType\":\"x\",\"predicate\":{}}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[{\"name\":\"x\","
                        + "\"digest\":{\"sha256\":7}}],\"predicateType\":\"x\",\"predicate\":{}}",
                "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[1],"
                        + "\"predicateType\":\"x\",\"predicate\":{}}"
            })
    void whatIsNoStatementIsRefused(String json) {
        assertThatThrownBy(() -> Statement.parse(bytes(json)))
                .isInstanceOf(EvidenceFormatException.class);
    }
}
