package io.jenkins.plugins.lockstep.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** No input may hang, exhaust or crash the reader: it gives a plan or tells problems. */
class PlanFuzzTest {
    private static void readsOrRefuses(byte[] yaml) {
        try {
            PlanReader.read(yaml, "p.yaml");
        } catch (PlanException e) {
            assertThat(e.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(101);
            assertThat(e.getMessage()).hasSizeLessThan(1_000_000);
        }
    }

    @Property(tries = 300)
    void anyBytes(@ForAll byte[] bytes) {
        readsOrRefuses(bytes);
    }

    @Property(tries = 400)
    void changedPlans(@ForAll("changes") List<Change> changes) {
        StringBuilder text = new StringBuilder(Plans.WHOLE);
        for (Change c : changes) {
            int at = c.at % (text.length() + 1);
            int end = Math.min(text.length(), at + c.cut);
            text.replace(at, end, c.with);
        }
        readsOrRefuses(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    record Change(int at, int cut, String with) {}

    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "",
                        " ",
                        "\n",
                        "  ",
                        "{",
                        "}",
                        "[",
                        "]",
                        ":",
                        ": ",
                        "- ",
                        "&a ",
                        "*a",
                        "!!int ",
                        "|\n",
                        ">",
                        "'",
                        "\"",
                        "#",
                        "%",
                        "?",
                        "---\n",
                        "null",
                        "0x1",
                        "1e9",
                        "true",
                        "~",
                        "off",
                        "<<: ",
                        "phases: ",
                        "after: [lint]",
                        "kind: issues",
                        "(?<file>",
                        "\u0000",
                        "\\uD800",
                        "\t",
                        "é",
                        "😀");
        Arbitrary<Change> change =
                Combinators.combine(
                                Arbitraries.integers().between(0, 100_000),
                                Arbitraries.integers().between(0, 12),
                                pieces)
                        .as(Change::new);
        return change.list().ofMinSize(1).ofMaxSize(6);
    }

    @Test
    void hostileDocuments() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String alias = "*a" + (i - 1);
            laughs.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
        }
        String longKey = "k".repeat(150);
        StringBuilder wide = new StringBuilder("tools:\n");
        for (int i = 0; i < 5_000; i++) {
            wide.append("  ").append(longKey).append(i).append(": {a: b}\n");
        }
        List<String> documents =
                List.of(
                        laughs.toString(),
                        wide.toString(),
                        "[".repeat(1_000_000),
                        "{a: ".repeat(250_000),
                        "- ".repeat(500_000),
                        "? ".repeat(500_000),
                        "a\n".repeat(500_000),
                        "a: ".repeat(300_000),
                        "\"" + "\\".repeat(1_000_000),
                        "'".repeat(1_000_001),
                        "#\n".repeat(500_000),
                        "---\n".repeat(250_000),
                        "a: |\n" + " \n".repeat(500_000),
                        "&a ".repeat(300_000),
                        "!".repeat(200_000),
                        "x: " + "9".repeat(1_000_000),
                        "x: 0x" + "f".repeat(1_000_000),
                        "%TAG ! " + "a".repeat(1_000_000),
                        " ".repeat(1_000_000),
                        Plans.WHOLE.replace("shop", "s".repeat(1_000_000)),
                        Plans.WHOLE.replace("exit}", "regex, pattern: '" + "(".repeat(1900) + "'}"),
                        Plans.WHOLE.replace(
                                "exit}",
                                "regex, pattern: '" + "(a".repeat(650) + ")".repeat(650) + "'}"),
                        Plans.WHOLE.replace("exit}", "exit, config: ['" + "a/".repeat(200) + "']}"),
                        Plans.WHOLE + "limits: {run: '" + "1".repeat(90_000) + "h'}\n",
                        Plans.WHOLE + "phases: {" + "a".repeat(100_000) + ": {}}\n");
        for (String document : documents) {
            readsOrRefuses(document.getBytes(StandardCharsets.UTF_8));
        }
    }
}
