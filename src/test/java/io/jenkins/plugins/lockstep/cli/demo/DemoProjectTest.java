package io.jenkins.plugins.lockstep.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The demo's project, tools and agent as they are, without Lockstep. */
class DemoProjectTest {
    private static final Path SOURCES = Path.of("src/demo").toAbsolutePath();
    private static final String SEAL = Digest.of("research").toString();
    private static final Map<String, String> LIMITS =
            Map.of(
                    "functionLines", "50",
                    "parameters", "5",
                    "nesting", "4",
                    "complexity", "10",
                    "classMethods", "20",
                    "fileLines", "1000");

    @TempDir Path directory;
    private Path project;

    private record Ran(int code, String output) {}

    @Test
    void agentMendsWhatTheToolsFind() throws Exception {
        project = directory.resolve("project");
        new DemoProject(SOURCES, project).make(ToolClassPath.find(getClass().getClassLoader()));
        Files.createDirectories(directory.resolve("evidence"));
        Files.writeString(directory.resolve("seals.json"), "{\"research\":\"" + SEAL + "\"}");

        assertThat(tool("implement", "build").code()).as("it compiles").isZero();
        assertThat(tool("architecture", "limits").code()).isEqualTo(2);
        assertThat(read("target/architecture.xml"))
                .contains("ParameterNumberCheck", "MethodLengthCheck");
        String packages = tool("architecture", "cycles").output();
        assertThat(packages).containsPattern("shop\\.model +-> shop\\.receipt");
        assertThat(packages).containsPattern("shop\\.receipt +-> shop\\.model");
        assertThat(tool("test", "junit").output())
                .contains("12 tests successful", "1 tests failed");
        assertThat(tool("integration", "junit").output())
                .contains("2 tests successful", "2 tests failed");

        agent("research", "", 1);
        agent("planning", "", 1);
        assertThat(evidence("research.md"))
                .contains("Milestone 1: Vouchers")
                .hasSizeGreaterThan(100);
        assertThat(evidence("plan.md")).contains(SEAL).hasSizeGreaterThan(50);
        agent("implement", "", 1);
        agent("architecture", "", 1);
        commit("architecture");
        assertThat(evidence("architecture_review.md")).contains("PriceCalculator");
        assertThat(tool("architecture", "limits").code()).isZero();
        assertThat(tool("architecture", "cycles").output())
                .doesNotContainPattern("shop\\.model +-> shop\\.receipt");

        git("branch", "typecheck");
        List<String> lint =
                mend("lint", "checkstyle", "\"uri\": *\"file:[^\"]*(src/main/[^\"]+)\"");
        assertThat(lint).hasSizeGreaterThanOrEqualTo(4);
        git("checkout", "--quiet", "typecheck");
        List<String> types = mend("typecheck", "javac", "(?m)^(src/[^:]+\\.java):\\d+: warning");
        assertThat(types).hasSizeGreaterThanOrEqualTo(3).containsAnyElementsOf(lint);
        git("merge", "--quiet", "--message=merged", "main");
        assertThat(tool("lint", "checkstyle").code()).isZero();
        assertThat(tool("typecheck", "javac").code()).isZero();

        assertThat(agent("test", "", 1)).contains("All unit tests pass.");
        assertThat(git("status", "--porcelain")).as("a claim without work").isEmpty();
        agent("test", "", 2);
        assertThat(tool("test", "junit").output()).contains("13 tests successful");
        assertThat(read("target/test-reports/TEST-junit-jupiter.xml")).contains("tests=\"13\"");
        assertThat(tool("integration", "junit").output()).contains("4 tests successful");
        assertThat(tool("e2e", "shop").output())
                .contains("Voucher WELCOME10")
                .containsPattern("Total +38\\.61");
        agent("validate", "", 1);
        assertThat(evidence("validation_report.md")).contains("Vouchers");
    }

    /** Runs a tool, has each file mended by a session of its own, and commits. */
    private List<String> mend(String phase, String tool, String pattern) throws Exception {
        Ran before = tool(phase, tool);
        assertThat(before.code()).isNotZero();
        String report = phase.equals("lint") ? read("target/lint.sarif") : before.output();
        TreeMap<String, Integer> files = new TreeMap<>();
        Matcher matcher = Pattern.compile(pattern).matcher(report);
        while (matcher.find()) {
            files.merge(matcher.group(1), 1, Integer::sum);
        }
        for (String file : files.keySet()) {
            agent(phase, file, 1);
            assertThat(git("status", "--porcelain").trim()).endsWith(file).doesNotContain("\n");
            commit(phase + " " + file);
        }
        assertThat(tool(phase, tool).code()).as(phase).isZero();
        return List.copyOf(files.keySet());
    }

    @SuppressWarnings("unchecked")
    private Ran tool(String phase, String name) throws Exception {
        Object plan =
                new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(SOURCES.resolve("project/lockstep.yaml")));
        Object tools = ((Map<String, Map<String, Object>>) plan).get("tools").get(phase);
        List<Object> list = tools instanceof List<?> many ? (List<Object>) many : List.of(tools);
        for (Object one : list) {
            Map<String, Object> tool = (Map<String, Object>) one;
            if (tool.get("name").equals(name)) {
                String command = (String) tool.get("command");
                for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
                    command = command.replace("{" + limit.getKey() + "}", limit.getValue());
                }
                return run("", Map.of(), "sh", "-c", command);
            }
        }
        throw new AssertionError("no tool " + name + " in " + phase);
    }

    private String agent(String phase, String file, int attempt) throws Exception {
        Ran ran =
                run(
                        "Prompt.\nMilestone 1: Vouchers\n",
                        Map.of(
                                "LOCKSTEP_DEMO_DELAY",
                                "0",
                                "LOCKSTEP_PHASE",
                                phase,
                                "LOCKSTEP_FILE",
                                file,
                                "LOCKSTEP_ATTEMPT",
                                String.valueOf(attempt),
                                "LOCKSTEP_INPUT",
                                directory.toString(),
                                "LOCKSTEP_EVIDENCE",
                                directory.resolve("evidence").toString()),
                        "java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ".tools/agent",
                        "DemoAgent");
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("\"type\":\"result\"").doesNotContain("did not find");
        return ran.output();
    }

    private String git(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Ran ran = run("", Map.of(), command.toArray(String[]::new));
        assertThat(ran.code()).as(ran.output()).isZero();
        return ran.output();
    }

    private void commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "--quiet", "--message=" + message);
    }

    private String read(String name) throws IOException {
        return Files.readString(project.resolve(name));
    }

    private String evidence(String name) throws IOException {
        return Files.readString(directory.resolve("evidence").resolve(name));
    }

    private Ran run(String input, Map<String, String> environment, String... command)
            throws Exception {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Path stdin = Files.writeString(directory.resolve("stdin.txt"), input);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(project.toFile())
                        .redirectInput(stdin.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
