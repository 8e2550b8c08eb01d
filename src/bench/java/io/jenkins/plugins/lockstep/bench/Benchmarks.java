package io.jenkins.plugins.lockstep.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs all benchmarks, each in a JVM of its own with its heap, and writes their table into
 * docs/benchmarks.md. Arguments: the project's directory, and which to run (their names; all, if
 * none). Lines of benchmarks that are not run stay as they are.
 */
public final class Benchmarks {
    private static final String BEGIN = "<!-- table: begin -->";
    private static final String END = "<!-- table: end -->";

    /** A memory file system, where there is one. */
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path project;
    private final Path memory;
    private final Path disk;

    /** Pairs to measure; empty for each benchmark's own number. */
    private final String rounds = System.getProperty("rounds", "");

    private Benchmarks(Path project) throws IOException {
        this.project = project;
        this.disk = Files.createDirectories(project.resolve("target/bench"));
        this.memory = Files.isWritable(MEMORY) ? MEMORY : disk;
    }

    /** What Jenkins needs to be opened of Java. */
    private static final String[] JENKINS_OPENS = {
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED"
    };

    private record Benchmark(
            String heap, String main, List<String> options, List<String> arguments) {}

    public static void main(String[] args) throws Exception {
        Benchmarks benchmarks = new Benchmarks(Path.of(args[0]).toAbsolutePath().normalize());
        List<String> chosen =
                Arrays.stream(args)
                        .skip(1)
                        .flatMap(names -> Arrays.stream(names.split("[ ,]+")))
                        .filter(name -> !name.isBlank())
                        .toList();
        benchmarks.run(chosen);
    }

    private Map<String, Benchmark> all() {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        String inMemory = memory.toString();
        all.put("seal", of("256m", SealBench.class, inMemory, disk.toString()));
        all.put("scheduler", of("256m", SchedulerBench.class));
        all.put("workers", of("256m", WorkersBench.class));
        all.put("files", of("256m", FileByFileBench.class, inMemory));
        all.put("verify", of("256m", VerifyBench.class, inMemory, "10000", "100000"));
        all.put("checkout", of("256m", CheckoutBench.class, inMemory));
        all.put("status", of("256m", StatusBench.class, inMemory));
        all.put("jenkins-phase", onJenkins("JenkinsPhaseBench"));
        all.put("jenkins-group", onJenkins("JenkinsGroupBench"));
        all.put("jenkins-evidence", onJenkins("JenkinsEvidenceBench"));
        all.put("jenkins-heap", onJenkins("JenkinsHeapBench"));
        return all;
    }

    private static Benchmark of(String heap, Class<?> main, String... arguments) {
        return new Benchmark(heap, main.getName(), List.of(), List.of(arguments));
    }

    /** Compiled in the profile "jenkins" only. */
    private Benchmark onJenkins(String main) {
        List<String> options = new ArrayList<>(List.of(JENKINS_OPENS));
        options.add(
                "-Dio.jenkins.plugins.lockstep.worker="
                        + project.resolve("target/lockstep-cli.jar"));
        return new Benchmark(
                "768m", Benchmarks.class.getPackageName() + "." + main, options, List.of());
    }

    private static boolean isThere(Benchmark benchmark) {
        String file = benchmark.main().replace('.', '/') + ".class";
        return Benchmarks.class.getClassLoader().getResource(file) != null;
    }

    private void run(List<String> chosen) throws Exception {
        Path page = project.resolve("docs/benchmarks.md");
        for (Map.Entry<String, Benchmark> one : all().entrySet()) {
            boolean wanted =
                    chosen.isEmpty() ? isThere(one.getValue()) : chosen.contains(one.getKey());
            if (wanted) {
                String section = section(one.getKey(), one.getValue(), lines(one.getValue()));
                String text = Files.readString(page);
                Files.writeString(page, with(text, one.getKey(), section));
            }
        }
    }

    private static String section(String name, Benchmark benchmark, List<String> lines)
            throws IOException {
        return "### "
                + name
                + "\n\n"
                + Machine.describe(benchmark.heap())
                + ", "
                + LocalDate.now(ZoneOffset.UTC)
                + "\n\n| | baseline | ours | ratio | target | met |\n|---|---|---|---|---|---|\n"
                + String.join("\n", lines)
                + "\n\n";
    }

    private List<String> lines(Benchmark benchmark) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + benchmark.heap(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                benchmark.main()));
        if (!rounds.isEmpty()) {
            command.add(1, "-Drounds=" + rounds);
        }
        command.addAll(1, benchmark.options());
        command.addAll(benchmark.arguments());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> rows = new ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                System.out.println(line);
                if (line.startsWith(Row.PREFIX)) {
                    rows.add(Row.markdown(line));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(benchmark.main() + " failed");
        }
        return rows;
    }

    /** The page with one benchmark's section put in or replaced, in the order of {@link #all}. */
    private String with(String page, String name, String section) {
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        if (end < begin) {
            throw new IllegalStateException("the page has no markers");
        }
        Map<String, String> sections = new LinkedHashMap<>();
        for (String one : page.substring(begin, end).strip().split("(?m)^(?=### )")) {
            if (one.startsWith("### ")) {
                sections.put(one.substring(4, one.indexOf('\n')), one.stripTrailing() + "\n\n");
            }
        }
        sections.put(name, section);
        StringBuilder table = new StringBuilder("\n");
        for (String key : all().keySet()) {
            table.append(sections.getOrDefault(key, ""));
        }
        return page.substring(0, begin)
                + "\n"
                + table.toString().strip()
                + "\n"
                + page.substring(end);
    }
}
