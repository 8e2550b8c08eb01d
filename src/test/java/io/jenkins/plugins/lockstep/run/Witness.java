package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.report.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the command on a project again and again, and sees that what is sealed stays so. */
final class Witness {
    private static final int STORY = 4_000;

    private final TinyProject project;
    private final Home home;
    private final String name;
    private final Path output;
    private final Path sessions;
    private List<Entry> sealed = List.of();
    private Set<String> runs = Set.of();
    private List<String> seen = List.of();

    Witness(TinyProject project, String name) {
        this.project = project;
        this.home = Home.of(project.directory());
        this.name = name;
        this.output = project.directory().resolveSibling("output");
        this.sessions = project.directory().resolveSibling("sessions");
    }

    /** The command, in a Java process of its own. */
    static ProcessBuilder command(TinyProject project, String... arguments) {
        List<String> argv =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "io.jenkins.plugins.lockstep.cli.Main"));
        argv.addAll(List.of(arguments));
        argv.addAll(List.of("-C", project.directory().toString()));
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment()
                .put("TINY_LOG", project.directory().resolveSibling("sessions").toString());
        return builder.redirectErrorStream(true);
    }

    TinyProject project() {
        return project;
    }

    Process start() throws IOException {
        return command(project, sealed.isEmpty() ? "run" : "resume")
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    /**
     * After a process ended, however: all that was sealed before it is there, in the same order,
     * and was neither started nor worked on by an agent again.
     *
     * @return whether more is sealed than before
     */
    boolean nothingSealedWasTouched() throws IOException {
        List<Entry> now = LedgerReader.read(home.directory());
        assertThat(now).as(story()).hasSizeGreaterThanOrEqualTo(sealed.size());
        assertThat(digests(now.subList(0, sealed.size()))).as(story()).isEqualTo(digests(sealed));
        Set<String> places = places(sealed);
        Set<String> runsNow = names(home.runs());
        for (String run : runsNow) {
            if (!runs.contains(run)) {
                assertThat(started(home.run(run))).as(story()).noneMatch(places::contains);
            }
        }
        List<String> sessionsNow =
                Files.exists(sessions) ? Files.readAllLines(sessions) : List.of();
        assertThat(sessionsNow.subList(seen.size(), sessionsNow.size()).stream())
                .as(story())
                .noneMatch(
                        line -> places.contains(line.replaceFirst("^(\\S+) (\\S+).*", "m$1/$2")));
        boolean further = now.size() > sealed.size();
        sealed = now;
        runs = runsNow;
        seen = sessionsNow;
        return further;
    }

    private static List<Digest> digests(List<Entry> entries) {
        return entries.stream().map(Entry::digest).toList();
    }

    private static Set<String> places(List<Entry> entries) {
        return proofs(entries).stream()
                .map(proof -> "m" + proof.milestone() + "/" + proof.phase())
                .collect(Collectors.toSet());
    }

    private static List<Proof> proofs(List<Entry> entries) {
        List<Proof> proofs = new ArrayList<>();
        for (Entry entry : entries) {
            Proof proof = proof(entry);
            if (proof != null) {
                proofs.add(proof);
            }
        }
        return proofs;
    }

    private static Proof proof(Entry entry) {
        try {
            return Proof.of(entry.statement());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<String> started(Path run) throws IOException {
        Path events = run.resolve("events.jsonl");
        Set<String> started = new HashSet<>();
        if (Files.exists(events)) {
            EventLog.read(
                    events,
                    event -> {
                        if (event.type().name().endsWith("_STARTED") && !event.phase().isEmpty()) {
                            started.add("m" + event.milestone() + "/" + event.phase());
                        }
                    });
        }
        return started;
    }

    private static Set<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    /** The next run finishes the milestone, all verifies, and nothing is left. */
    void finish() throws Exception {
        Process run = start();
        assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(run.exitValue()).as(story()).isZero();
        nothingSealedWasTouched();
        Verification found = Verifying.verify(home);
        assertThat(found.findings()).as(story()).isEmpty();
        assertThat(proofs(sealed).stream().map(Proof::contentKey))
                .as(story())
                .doesNotHaveDuplicates()
                .hasSize(13);
        nothingLeft();
        assertThat(project.git("status", "--porcelain")).as(story()).isEmpty();
        assertThat(project.git("log", "--format=%s", "main").lines())
                .containsExactly("Milestone 1: A fourth file", "Begin");
    }

    private void nothingLeft() throws IOException {
        String mark = project.directory().toString();
        assertThat(
                        ProcessHandle.allProcesses()
                                .map(process -> process.info().commandLine().orElse(""))
                                .filter(line -> line.contains(mark)))
                .as(story())
                .isEmpty();
        assertThat(names(home.work().resolve("checkouts"))).as(story()).isEmpty();
        assertThat(names(home.work().resolve("attempts"))).as(story()).isEmpty();
        assertThat(names(home.directory().resolve("incoming"))).as(story()).isEmpty();
        assertThat(names(home.directory()))
                .as(story())
                .noneMatch(file -> file.endsWith(".tmp") || file.contains(".new-"));
        for (Path repository : List.of(home.store(), project.directory().resolve(".git"))) {
            try (Stream<Path> files = Files.walk(repository)) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as(story())
                        .noneMatch(file -> file.endsWith(".lock") || file.startsWith("tmp_"));
            }
        }
    }

    /** What the processes said last, for whoever reads a failure. */
    String story() throws IOException {
        String said = Files.exists(output) ? Files.readString(output) : "";
        return name
                + ", "
                + project.directory()
                + "\n"
                + said.substring(Math.max(0, said.length() - STORY));
    }
}
