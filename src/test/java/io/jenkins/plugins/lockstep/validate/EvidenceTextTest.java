package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EvidenceTextTest {
    private static EvidenceText text(String text) {
        return new EvidenceText(text, EvidenceTemplates.research(Bench.MILESTONE));
    }

    @Test
    void theTemplateItselfSaysNothing() {
        EvidenceText template = text(EvidenceTemplates.research(Bench.MILESTONE));
        assertThat(template.characters()).isZero();
        assertThat(template.words()).isZero();
        assertThat(text("- 20% off works\n").characters()).isPositive();
        assertThat(text("  - 10%   off works\n").characters()).isZero();
    }

    @Test
    void headingsRulesAndBlanksDoNotCount() {
        assertThat(
                        text("# A long heading\n\n---\n=====\n```java\n***\n| --- | --- |\n")
                                .characters())
                .isZero();
        assertThat(text("a b\tc\n").characters()).isEqualTo(3);
    }

    @Test
    void fillerSaysLittle() {
        assertThat(text("x".repeat(100_000)).characters()).isEqualTo(3);
        assertThat(text("same line here\n".repeat(1_000)).characters()).isEqualTo(12);
        assertThat(text("lorem ipsum ".repeat(1_000)).words()).isEqualTo(2);
    }

    @Test
    void languagesWithoutBlanksHaveWordsToo() {
        assertThat(text("割引コードを追加する必要がある").words()).isGreaterThan(10);
        assertThat(text("Größe über Straße").words()).isEqualTo(3);
    }

    @Property(tries = 200)
    void anyTextCanBeMeasured(@ForAll String any) {
        EvidenceText measured = text(any);
        assertThat(measured.characters()).isBetween(0L, (long) any.length());
        assertThat(measured.words()).isBetween(0, any.length());
    }
}
