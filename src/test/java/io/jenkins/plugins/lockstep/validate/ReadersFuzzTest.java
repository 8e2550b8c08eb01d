package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** No bytes make a reader do anything but read them or say that it can't. */
class ReadersFuzzTest {
    private static final List<String> SEEDS =
            List.of(
                    "eslint-9.39.5.sarif",
                    "eslint-9.39.5-checkstyle.xml",
                    "pytest-9.0.3.xml",
                    "vitest-3.2.7.xml",
                    "jdeps-17-class.txt",
                    "flake8-5.0.4.txt");

    private static Path directory;

    @BeforeContainer
    static void create() throws IOException {
        directory = Files.createTempDirectory("fuzz");
    }

    @AfterContainer
    static void remove() throws IOException {
        Files.deleteIfExists(directory.resolve("report"));
        Files.delete(directory);
    }

    @Property(tries = 100)
    void anyBytes(@ForAll byte[] bytes, @ForAll boolean isLog) throws Exception {
        readWithAll(bytes, isLog);
    }

    @Property(tries = 150)
    void damagedReports(@ForAll("damaged") byte[] bytes, @ForAll boolean isLog) throws Exception {
        readWithAll(bytes, isLog);
    }

    @Property(tries = 100)
    void shuffledTokens(@ForAll("tokens") List<String> tokens) throws Exception {
        readWithAll(String.join("", tokens).getBytes(StandardCharsets.UTF_8), true);
    }

    @Provide
    Arbitrary<List<String>> tokens() {
        return Arbitraries.of(
                        "<",
                        ">",
                        "/>",
                        "</",
                        "checkstyle",
                        "testsuite",
                        "testcase",
                        "error",
                        "failure",
                        " message='",
                        "'",
                        "&lt;",
                        "&#27;",
                        "&x;",
                        "<![CDATA[",
                        "]]>",
                        "<!--",
                        "-->",
                        "<!DOCTYPE a [",
                        "<?xml version='1.0'?>",
                        "\n",
                        "{",
                        "}",
                        "[",
                        "]",
                        "\"runs\":",
                        "\"results\":",
                        "\"version\":\"2.1.0\"",
                        ",",
                        ":",
                        "null",
                        "1e999",
                        "-1",
                        "\"message\":{\"text\":\"x\"}",
                        "\"locations\":",
                        "\\u0000",
                        "\uD83D",
                        "\u0000",
                        "   a.B -> b.A x\n",
                        "   b.A -> a.B x\n",
                        "a.py:1:1: E1 x\n")
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        return Arbitraries.longs().map(ReadersFuzzTest::damage);
    }

    private static byte[] damage(long seed) {
        Random random = new Random(seed);
        byte[] bytes = seed(SEEDS.get(random.nextInt(SEEDS.size())));
        int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        byte[] damaged = java.util.Arrays.copyOf(bytes, end);
        for (int i = random.nextInt(8); i > 0 && end > 0; i--) {
            int at = random.nextInt(end);
            int from = random.nextInt(end);
            int length = Math.min(random.nextInt(40), end - Math.max(at, from));
            if (random.nextBoolean()) {
                damaged[at] = (byte) random.nextInt();
            } else {
                System.arraycopy(bytes, from, damaged, at, length);
            }
        }
        return damaged;
    }

    private static byte[] seed(String name) {
        try (InputStream in = ReadersFuzzTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void readWithAll(byte[] bytes, boolean isLog) throws Exception {
        Path file = Files.write(directory.resolve("report"), bytes);
        String pattern = "(?<file>[^:]+):(?<line>\\d+)(:(?<column>\\d+))?: (?<message>.*)";
        for (ReportReader reader :
                List.of(
                        new SarifReader(),
                        new CheckstyleReader(),
                        new JUnitReader(),
                        new JdepsCyclesReader(),
                        new RegexReader(pattern))) {
            ReportReader.Findings findings = Bench.findings(directory);
            try {
                reader.read(new ReportReader.Source(file, isLog, Bench.deadline()), findings);
            } catch (Unreadable e) {
                assertThat(e.getMessage()).isNotBlank().contains("report");
            }
            Path sarif = directory.resolve("out.sarif");
            Sarif.write(sarif, findings.issues().issues(), "tool");
            ReportReader.Findings again = Bench.findings(directory);
            new SarifReader().read(Bench.source(sarif), again);
            Files.delete(sarif);
            assertThat(again.issues().issues())
                    .filteredOn(issue -> !issue.file().isEmpty())
                    .isEqualTo(
                            findings.issues().issues().stream()
                                    .filter(issue -> !issue.file().isEmpty())
                                    .toList());
        }
    }
}
