package io.jenkins.plugins.lockstep.cli.init;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlPropertyTest {
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> tricky =
                Arbitraries.strings()
                        .withChars(" \n'\"\\:#-[]{},&*!|>%@`?~=.0123456789aeftrunlyos\t\u0000é")
                        .ofMaxLength(30);
        return Arbitraries.oneOf(tricky, Arbitraries.strings().ofMaxLength(20));
    }

    private static Object load(String yaml) {
        return new Load(LoadSettings.builder().build()).loadFromString(yaml);
    }

    @Property(tries = 300)
    void scalarsAreReadBackAsTexts(@ForAll("texts") String text) {
        String clean = Yaml.printable(text);
        assertThat(load("a: " + Yaml.scalar(text))).isEqualTo(java.util.Map.of("a", clean));
        assertThat(load("[" + Yaml.scalar(text) + "]")).isEqualTo(java.util.List.of(clean));
    }

    @Property(tries = 60)
    void anyClaudeMdGivesAValidPlan(@ForAll("texts") String a, @ForAll("texts") String b)
            throws Exception {
        Path dir = Files.createTempDirectory("lockstep-init");
        Path file = dir.resolve("CLAUDE.md");
        try {
            String text =
                    "## Milestones\n### Milestone 1: "
                            + a
                            + "\n"
                            + b
                            + "\nx\n  "
                            + b
                            + "\n- "
                            + a
                            + "\n- "
                            + b
                            + "\n### Milestone 1\n"
                            + a;
            Files.writeString(file, text.replaceAll("[\uD800-\uDFFF]", ""));
            assertThat(Initializer.draft(new ProjectFiles(dir, "")).plan()).isNotEmpty();
        } finally {
            Files.deleteIfExists(file);
            Files.delete(dir);
        }
    }
}
