package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.plan.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs Checkstyle, javac, jdeps and JUnit's console, as a project would. */
class RealToolsTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final String CONFIG =
            """
            <!DOCTYPE module PUBLIC "-//Checkstyle//DTD Checkstyle Configuration 1.3//EN"
              "https://checkstyle.org/dtds/configuration_1_3.dtd">
            <module name="Checker">
              <module name="TreeWalker">
                <module name="ParameterNumber"><property name="max" value="${max}"/></module>
                <module name="NeedBraces"/>
              </module>
            </module>
            """;

    @TempDir Path root;
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench(root);
        bench.file("checkstyle.xml", CONFIG);
        bench.file(
                "src/main/java/shop/Cart.java",
                """
                package shop;

                class Cart {
                    int add(int a, int b, int c) {
                        if (a > b) return c;
                        return a + b;
                    }
                }
                """);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private Tool checkstyle(String format, String printed) {
        return Bench.reading(
                format,
                "",
                "",
                "target/checkstyle." + printed,
                jdk("java"),
                "-XX:TieredStopAtLevel=1",
                "-Dmax={parameters}",
                "-cp",
                CLASS_PATH,
                "com.puppycrawl.tools.checkstyle.Main",
                "-c",
                "checkstyle.xml",
                "-f",
                printed,
                "-o",
                "{report}",
                "src");
    }

    @Test
    void checkstyleSaysTheSameInSarifAndXml() throws Exception {
        bench.file("target/keep", "");
        for (String[] how : new String[][] {{"sarif", "sarif"}, {"checkstyle", "xml"}}) {
            ToolRun run =
                    bench.run(
                            checkstyle(how[0], how[1]),
                            ToolArguments.architecture(withTwoParameters()));
            assertThat(run.failure()).as(how[0]).isNull();
            assertThat(run.issues())
                    .extracting(Issue::file, Issue::line, Issue::severity)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(
                                    "src/main/java/shop/Cart.java", 4, "error"),
                            org.assertj.core.groups.Tuple.tuple(
                                    "src/main/java/shop/Cart.java", 5, "error"));
        }
    }

    private static io.jenkins.plugins.lockstep.plan.Phase withTwoParameters() {
        return new io.jenkins.plugins.lockstep.plan.Phase(
                "architecture",
                io.jenkins.plugins.lockstep.plan.PhaseKind.ARCHITECTURE,
                List.of(),
                "",
                List.of(),
                "",
                null,
                null,
                null,
                new io.jenkins.plugins.lockstep.plan.Phase.Architecture(50, 2, 4, 10, 20, 1000),
                List.of());
    }

    @Test
    void javacThroughARegularExpression() throws Exception {
        bench.file("src/main/java/shop/Bad.java", "package shop;\nclass Bad { int x = \"s\"; }\n");
        Tool javac =
                Bench.reading(
                        "regex",
                        "",
                        "^(?<file>[^:]+\\.java):(?<line>\\d+): (?<severity>error|warning): "
                                + "(?:\\[(?<code>\\w+)\\] )?(?<message>.*)$",
                        "",
                        jdk("javac"),
                        "-J-XX:TieredStopAtLevel=1",
                        "-d",
                        "target",
                        "{checkout}/src/main/java/shop/Bad.java",
                        "src/main/java/shop/Cart.java");
        ToolRun run = bench.run(javac);
        assertThat(run.failure()).isNull();
        assertThat(run.issues()).hasSize(1);
        assertThat(run.issues().get(0).file()).isEqualTo("src/main/java/shop/Bad.java");
        assertThat(run.issues().get(0).message()).contains("String cannot be converted to int");
    }

    @Test
    void jdepsFindsAnImportCycle() throws Exception {
        bench.file("src/a/A.java", "package a; public class A { b.B b; }");
        bench.file("src/b/B.java", "package b; public class B { a.A a; }");
        String line =
                "%s -J-XX:TieredStopAtLevel=1 -d classes src/a/A.java src/b/B.java && %s"
                                .formatted(jdk("javac"), jdk("jdeps"))
                        + " -verbose:class classes";
        ToolRun run = bench.run(Bench.reading("parser", "jdeps-cycles", "", "", "sh", "-c", line));
        assertThat(run.failure()).isNull();
        assertThat(run.issues())
                .extracting(Issue::oneLine)
                .containsExactly("src/a/A.java: import cycle: a -> b -> a [import-cycle]");
    }

    @Test
    void jUnitsConsole() throws Exception {
        bench.file(
                "src/test/java/shop/CartTest.java",
                """
                package shop;

                import org.junit.jupiter.api.*;
                import org.junit.jupiter.params.ParameterizedTest;
                import org.junit.jupiter.params.provider.ValueSource;

                class CartTest {
                    @Test void adds() {}

                    @Test void fails() {
                        Assertions.assertEquals(1, 2);
                    }

                    @Disabled @Test void later() {}

                    @ParameterizedTest @ValueSource(ints = {1, 2}) void each(int i) {}
                }
                """);
        String line =
                "'%s' -J-XX:TieredStopAtLevel=1 -cp '%s' -d classes src/test/java/shop/*.java && "
                        .formatted(jdk("javac"), CLASS_PATH);
        String console =
                "'%s' -cp 'classes:%s' org.junit.platform.console.ConsoleLauncher execute"
                                .formatted(jdk("java"), CLASS_PATH)
                        + " --select-class shop.CartTest --include-engine junit-jupiter"
                        + " --reports-dir reports";
        ToolRun run =
                bench.run(
                        Bench.reading(
                                "junit", "", "", "reports/*.xml", "sh", "-c", line + console));
        assertThat(run.failure()).isNull();
        assertThat(run.tests()).isEqualTo(new TestCounts(5, 1, 1));
        assertThat(run.tests().ran()).isEqualTo(4);
        assertThat(run.issues()).hasSize(1);
        assertThat(run.issues().get(0).file()).isEqualTo("src/test/java/shop/CartTest.java");
        assertThat(run.issues().get(0).line()).isEqualTo(11);
        assertThat(run.issues().get(0).message()).contains("expected: <1> but was: <2>");
    }
}
