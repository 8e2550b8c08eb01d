package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.git.AddedLine;
import io.jenkins.plugins.lockstep.plan.Limits;
import io.jenkins.plugins.lockstep.plan.Milestone;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.plan.Tool;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A checkout, real processes and a plan for the tests of this package. */
final class Bench implements AutoCloseable {
    static final Milestone MILESTONE =
            new Milestone(3, "Discount codes", "Customers enter a code.", List.of("10% off works"));
    static final Digest SEAL = Digest.of("seal");

    final Path checkout;
    final Path evidence;
    final Path proof;
    final Path logs;
    Deadline deadline = deadline();
    final List<String> events = new ArrayList<>();
    private final ProcessRunner processes;
    final ToolRunner runner;

    Bench(Path root) throws IOException {
        checkout = Files.createDirectories(root.resolve("checkout"));
        evidence = Files.createDirectories(root.resolve("out"));
        proof = Files.createDirectories(root.resolve("proof"));
        logs = Files.createDirectories(root.resolve("logs"));
        processes = new ProcessRunner(root.toString());
        runner = new ToolRunner(processes, limits());
    }

    static Limits limits() {
        Duration hour = Duration.ofHours(1);
        Duration minute = Duration.ofMinutes(1);
        return new Limits(
                hour, hour, hour, hour, hour, minute, 3, 4, 5, 4, 4, 60, 1 << 20, 8 << 20, 0, 0);
    }

    static Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(5), "test");
    }

    void file(String path, String content) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** A recorded output, with this checkout's path put in. */
    String recorded(String name) throws IOException {
        try (InputStream in = Bench.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@CHECKOUT@", checkout.toString());
        }
    }

    static Tool tool(String format, String... command) {
        return reading(format, "", "", "", command);
    }

    static Tool reading(
            String format, String parser, String pattern, String report, String... command) {
        return new Tool(
                "tool",
                List.of(command),
                format,
                parser,
                pattern,
                report,
                List.of(),
                Map.of(),
                null);
    }

    /** A tool that prints a file of the checkout and exits so. */
    Tool printing(String output, int exitCode, String format, String parser, String pattern)
            throws IOException {
        file("output.txt", output);
        return reading(format, parser, pattern, "", "sh", "-c", "cat output.txt; exit " + exitCode);
    }

    ToolRun run(Tool tool) throws IOException, InterruptedException {
        return run(tool, Map.of());
    }

    ToolRun run(Tool tool, Map<String, String> placeholders)
            throws IOException, InterruptedException {
        EventSink sink = (type, session, file, message, data) -> events.add(type + " " + data);
        return runner.run(tool, checkout, logs, deadline(), placeholders, Sandbox.NONE, sink);
    }

    static Phase phase(PhaseKind kind, Tool... tools) {
        return phase(kind, null, List.of(), tools);
    }

    static Phase phase(
            PhaseKind kind,
            Phase.Expectation expect,
            List<Phase.PlaceholderPattern> placeholders,
            Tool... tools) {
        return new Phase(
                kind.name().toLowerCase(java.util.Locale.ROOT),
                kind,
                List.of(),
                "",
                List.of(tools),
                "",
                null,
                null,
                expect,
                new Phase.Architecture(50, 5, 4, 10, 20, 1000),
                placeholders);
    }

    static Plan plan(Phase... phases) {
        Map<String, Phase> byName = new java.util.LinkedHashMap<>();
        byName.put("research", phase(PhaseKind.RESEARCH));
        for (Phase phase : phases) {
            byName.put(phase.name(), phase);
        }
        return new Plan(
                Digest.of("plan"),
                new Plan.Project(
                        "shop",
                        "main",
                        List.of("src/**"),
                        List.of("src/test/**"),
                        List.of("pom.xml")),
                null,
                null,
                limits(),
                byName,
                List.of(MILESTONE));
    }

    List<ValidatorResult> prove(Phase phase) throws IOException, InterruptedException {
        return prove(phase, List.of(), Map.of(), null);
    }

    List<ValidatorResult> prove(
            Phase phase,
            List<String> changed,
            Map<String, List<AddedLine>> added,
            TestCounts baseline)
            throws IOException, InterruptedException {
        EventSink sink = (type, session, file, message, data) -> events.add(type + " " + message);
        return new Proofs(runner)
                .prove(
                        new ProofRequest(
                                plan(phase),
                                phase,
                                MILESTONE,
                                checkout,
                                changed,
                                added,
                                evidence,
                                Map.of("research", SEAL),
                                baseline,
                                proof,
                                logs,
                                deadline,
                                Sandbox.NONE,
                                sink));
    }

    static ReportReader.Findings findings(Path checkout) {
        return new ReportReader.Findings(
                new IssueCollector("tool", new CheckoutPaths(checkout)), new TestTally());
    }

    static ReportReader.Source source(Path file) {
        return new ReportReader.Source(file, false, deadline());
    }

    @Override
    public void close() throws IOException {
        processes.close();
    }
}
