package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads reports of 8 MiB that are made to fill memory, in a process that has 48 MiB. */
class ReadersMemoryTest {
    private static final int SIZE = 8 << 20;

    @TempDir Path root;

    /** Reads a directory of files named {@code <format>-<what>}, one after another. */
    public static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws Exception {
            try (var files = Files.list(Path.of(arguments[0]))) {
                for (Path file : files.sorted().toList()) {
                    read(file);
                }
            }
        }

        private static void read(Path file) throws Exception {
            String name = file.getFileName().toString();
            ReportReader reader =
                    switch (name.substring(0, name.indexOf('-'))) {
                        case "sarif" -> new SarifReader();
                        case "junit" -> new JUnitReader();
                        case "regex" -> new RegexReader("(?<file>[^:]+):(?<line>\\d+): x");
                        case "jdeps" -> new JdepsCyclesReader();
                        default -> new CheckstyleReader();
                    };
            ReportReader.Findings findings = Bench.findings(file.getParent());
            try {
                reader.read(Bench.source(file), findings);
                System.out.println(name + " read " + findings.issues().reported());
            } catch (Unreadable e) {
                System.out.println(name + " refused");
            }
        }
    }

    private void report(Path directory, String name, String head, String repeated, String tail)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(directory.resolve(name))) {
            out.write(head);
            for (int written = 0; written < SIZE; written += repeated.length()) {
                out.write(repeated);
            }
            out.write(tail);
        }
    }

    @Test
    void noReportFillsMemory() throws Exception {
        Path reports = Files.createDirectory(root.resolve("reports"));
        String sarif = "{\"version\":\"2.1.0\",\"runs\":[{\"results\":[";
        String suite = "<testsuite><testcase name='a'><failure><![CDATA[";
        String k = "k".repeat(1_000);
        report(reports, "sarif-objects", sarif, "{},", "{}]}]}");
        report(reports, "sarif-arrays", "{\"a\":[", "[],", "[]]," + sarif.substring(1) + "]}]}");
        report(reports, "sarif-string", "{\"a\":\"", k, "\"," + sarif.substring(1) + "]}]}");
        report(reports, "sarif-version", "{\"version\":\"", k, "\"}");
        report(reports, "sarif-name", "{\"", k, "\":1}");
        report(
                reports,
                "sarif-messages",
                sarif,
                "{\"message\":{\"text\":\"" + k + k + "\"}},",
                "{}]}]}");
        report(reports, "checkstyle-elements", "<checkstyle>", "<a/>", "</checkstyle>");
        report(reports, "checkstyle-text", "<checkstyle>", k, "</checkstyle>");
        report(reports, "checkstyle-attribute", "<checkstyle a='", k, "'/>");
        report(reports, "checkstyle-comment", "<checkstyle><!--", k, "--></checkstyle>");
        report(reports, "junit-cdata", suite, k, "]]></failure></testcase></testsuite>");
        report(reports, "junit-cases", "<testsuite>", "<testcase/>", "</testsuite>");
        report(reports, "regex-line", "", k, "");
        report(reports, "regex-lines", "", "a.b:1: x\n", "");
        report(reports, "jdeps-lines", "", "   a.A -> b.B c\n   b.B -> a.A c\n", "");

        Bench bench = new Bench(root);
        try (bench) {
            ToolRun run =
                    bench.run(
                            Bench.tool(
                                    "exit",
                                    Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                    "-Xmx48m",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Main.class.getName(),
                                    reports.toString()));
            assertThat(run.failure()).isNull();
            assertThat(run.ended().lastLines())
                    .containsExactlyElementsOf(
                            List.of(
                                    "checkstyle-attribute refused",
                                    "checkstyle-comment refused",
                                    "checkstyle-elements read 0",
                                    "checkstyle-text read 0",
                                    "jdeps-lines read 1",
                                    "junit-cases read 0",
                                    "junit-cdata read 1",
                                    "regex-line read 0",
                                    "regex-lines read 1",
                                    "sarif-arrays read 0",
                                    "sarif-messages read 2",
                                    "sarif-name refused",
                                    "sarif-objects read 2786205",
                                    "sarif-string read 0",
                                    "sarif-version refused"));
        }
    }

    @Test
    void theLibrarysParserIsEndedWhenItBacktracksForEver() throws Exception {
        Bench bench = new Bench(root);
        try (bench) {
            String line = "e:".repeat(3_000) + "1".repeat(3_000) + "\n";
            ToolRun run =
                    bench.runner.run(
                            bench.printing(line.repeat(5), 0, "parser", "KOTLINGRADLE", ""),
                            bench.checkout,
                            bench.logs,
                            Deadline.in(Duration.ofSeconds(3), "attempt (3s)"),
                            Map.of(),
                            Sandbox.NONE,
                            EventSink.NONE);
            assertThat(run.clean()).isFalse();
            assertThat(run.failure().message()).contains("attempt (3s)");
        }
    }
}
