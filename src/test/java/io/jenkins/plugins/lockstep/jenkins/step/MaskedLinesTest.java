package io.jenkins.plugins.lockstep.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedLinesTest {
    private static final String SECRET = "s\u00e9same-ouvre-toi";

    private final ByteArrayOutputStream real = new ByteArrayOutputStream();
    private final MaskedLines masked = new MaskedLines(real, List.of(SECRET));

    private void print(String text) throws IOException {
        masked.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String printed() {
        return real.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSecretThatComesInPartsIsMaskedAndALineIsPassedOnWhole() throws Exception {
        print("the key is " + SECRET.substring(0, 4));
        assertThat(printed()).isEmpty();
        print(SECRET.substring(4) + ", \u20ac 5\nnext");
        assertThat(printed()).isEqualTo("the key is ****, \u20ac 5\n");
        masked.close();
        assertThat(printed()).isEqualTo("the key is ****, \u20ac 5\nnext");
    }

    /** Of a line without an end: wherever the secret lies to where the line is cut. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 16, 17, 18, 30, 40})
    void aSecretWhereALongLineIsCutIsMasked(int before) throws Exception {
        String start = "x".repeat(MaskedLines.LONGEST_LINE - before);
        String end = "y".repeat(MaskedLines.LONGEST_LINE);

        print(start + SECRET + end);

        assertThat(real.size()).isGreaterThan(MaskedLines.LONGEST_LINE / 2);
        masked.close();
        assertThat(printed()).isEqualTo(start + "****" + end);
    }
}
