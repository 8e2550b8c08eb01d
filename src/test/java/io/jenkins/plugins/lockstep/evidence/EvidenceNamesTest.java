package io.jenkins.plugins.lockstep.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EvidenceNamesTest {
    @Test
    void sealedNamesAreJudgedTheSameWay() {
        assertThat(EvidenceNames.problemOfPath("a/../b")).contains("elsewhere");
        assertThat(EvidenceNames.problemOfPath("/etc/passwd")).contains("absolute");
        assertThat(EvidenceNames.problemOfPath("a//b")).contains("elsewhere");
        assertThat(EvidenceNames.problemOfPath("a\0b")).contains("U+0000");
        assertThat(EvidenceNames.problemOfPath("")).contains("elsewhere");
        assertThat(EvidenceNames.problemOfPath("x".repeat(300))).contains("longer than 255");
        assertThat(EvidenceNames.problemOfPath("ü".repeat(128))).contains("longer than 255");
        assertThat(EvidenceNames.problemOfPath("\ud800")).contains("not Unicode");
        assertThat(EvidenceNames.problemOfPath("a/".repeat(40) + "b")).contains("deeper");
        assertThat(EvidenceNames.problemOfPath("ab/".repeat(400) + "b")).contains("longer than");
        assertThat(EvidenceNames.problemOfPath("target/TEST-com.x.Y$1.xml")).isNull();
        assertThat(EvidenceNames.problemOfPath(".hidden/console log (1) 😀.txt")).isNull();
    }

    @Test
    void namesThatSomeFileSystemTakesForTheSame() {
        assertThat(EvidenceNames.folded("README")).isEqualTo(EvidenceNames.folded("readme"));
        assertThat(EvidenceNames.folded("caf\u00e9")).isEqualTo(EvidenceNames.folded("cafe\u0301"));
        assertThat(EvidenceNames.folded("STRASSE")).isEqualTo(EvidenceNames.folded("stra\u00dfe"));
        assertThat(EvidenceNames.folded("a")).isNotEqualTo(EvidenceNames.folded("b"));
    }

    @Test
    void messagesShowWhatCanNotBePrinted() {
        assertThat(EvidenceNames.printable("a\u001b[2Jb\u202e")).isEqualTo("a\\u001B[2Jb\\u202E");
        assertThat(EvidenceNames.printable("x".repeat(1000))).hasSizeLessThan(310).endsWith("…");
    }
}
