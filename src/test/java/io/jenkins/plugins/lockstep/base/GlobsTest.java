package io.jenkins.plugins.lockstep.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.java A.java true",
                "*.java a/b/A.java true",
                "*.java a/A.javax false",
                "/*.java A.java true",
                "/*.java a/A.java false",
                "src/*.java src/A.java true",
                "src/*.java src/a/A.java false",
                "src/*.java x/src/A.java false",
                "src/** src/a/A.java true",
                "src/** src false",
                "src/** xsrc/a false",
                "**/x x true",
                "**/x a/b/x true",
                "**/x a/bx false",
                "a/**/b a/b true",
                "a/**/b a/x/y/b true",
                "a/**/b a/x/y/c false",
                "src src/a/b true",
                "src/ src/a true",
                "src/main src/main/A.java true",
                "./src/a.c src/a.c true",
                "a?c abc true",
                "a?c a/c false",
                "[a-c]x bx true",
                "[!a-c]x bx false",
                "[^a-c]x dx true",
                "[]]x ]x true",
                "[a-]x -x true",
                "\\*.c a.c false",
                "\\*.c *.c true",
                "*.{ts,tsx} a/b.tsx true",
                "*.{ts,tsx} a/b.js false",
                "{a,b/{c,d}}/x b/d/x true",
                "{a,b/{c,d}}/x a/x true",
                "{a} {a} true",
                "{} {} true",
                "a*b*c axxbyyc true",
                "a*b*c axxbyy false",
                "*.java A.JAVA false",
            })
    void matches(String glob, String path, boolean expected) {
        assertThat(Globs.matcher(List.of(glob)).test(path)).isEqualTo(expected);
    }

    @Test
    void lastMatchDecides() {
        var matcher = Globs.matcher(List.of("src/**", "!src/generated/**", "src/generated/keep.c"));
        assertThat(matcher.test("src/a.c")).isTrue();
        assertThat(matcher.test("src/generated/b.c")).isFalse();
        assertThat(matcher.test("src/generated/keep.c")).isTrue();
        assertThat(matcher.test("other")).isFalse();
    }

    @Test
    void noGlobMatchesNothing() {
        assertThat(Globs.matcher(List.of()).test("a")).isFalse();
    }

    @Test
    void hostileGlobsStayCheap() {
        var matcher = Globs.matcher(List.of("*a".repeat(200) + "b", "**/a/".repeat(100) + "b"));
        assertThat(matcher.test("a".repeat(4000))).isFalse();
        assertThat(matcher.test("a/".repeat(2000) + "c")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "!",
                "[a",
                "a//b",
                "/",
                "a\\",
                "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"
            })
    void refusesWhatMeansNothing(String glob) {
        assertThatIllegalArgumentException().isThrownBy(() -> Globs.matcher(List.of(glob)));
    }
}
