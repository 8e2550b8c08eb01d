package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.PhasePredicate;
import io.jenkins.plugins.lockstep.evidence.Predicates;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A tiny project, an agent with a bad habit, and what must hold after it whatever the habit. */
final class HostileRun {
    /** Seconds that nobody else sleeps: by them, the habits' processes are known. */
    static final String MARK = "98761234";

    private final TinyProject project;
    private final Path outside;
    private final List<Event> events = new ArrayList<>();

    private HostileRun(TinyProject project, Path outside) {
        this.project = project;
        this.outside = outside;
    }

    /** One attempt for each phase; the phases named are off. */
    static HostileRun in(Path parent, String... off) throws Exception {
        TinyProject project = TinyProject.in(parent.toRealPath());
        Path outside = Files.createDirectories(parent.toRealPath().resolve("outside"));
        Files.writeString(outside.resolve("precious"), "precious");
        project.change("limits:\n", "limits:\n  attempts: 1\n");
        StringBuilder phases = new StringBuilder("phases:\n");
        for (String phase : off) {
            if (phase.equals("e2e")) {
                project.change(
                        "  e2e:\n    expect:\n      exitCode: 0\n      contains: [gamma, delta]\n",
                        "");
            }
            phases.append("  ").append(phase).append(": {off: \"not part of this test\"}\n");
        }
        project.change("phases:\n", phases.toString());
        return new HostileRun(project, outside);
    }

    /** What the agent does first in that phase; {@code @MARK@} and paths are filled in. */
    HostileRun habit(String phase, String script) throws Exception {
        project.agentFirst(
                "if [ \"$LOCKSTEP_PHASE\" = " + phase + " ]; then\n:\n" + filled(script) + "\nfi");
        return this;
    }

    String filled(String script) {
        return script.replace("@MARK@", MARK)
                .replace("@OUT@", outside.toString())
                .replace("@PROJECT@", project.directory().toString())
                .replace("@STATE@", home().directory().toString());
    }

    HostileRun plan(String from, String to) throws Exception {
        project.change(from, to);
        return this;
    }

    HostileRun limit(String limit) throws Exception {
        return limit.isEmpty() ? this : plan("limits:\n", "limits:\n  " + limit + "\n");
    }

    /** Runs up to that phase, and holds that no process is left and no foreign file changed. */
    RunOutcome run(String phase) throws Exception {
        TreeMap<String, String> before = files();
        RunOutcome outcome = runFreely(phase);
        TreeMap<String, String> after = files();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.entrySet()).allSatisfy(file -> assertThat(before).contains(file));
        return outcome;
    }

    /** The same where foreign files do change. */
    RunOutcome runFreely(String phase) throws Exception {
        RunOutcome outcome =
                Run.execute(
                        new RunOptions(
                                project.directory(),
                                project.plan(),
                                phase.isEmpty() ? 0 : 1,
                                phase),
                        List.of(
                                event -> {
                                    synchronized (events) {
                                        events.add(event);
                                    }
                                }));
        assertThat(marked()).isEmpty();
        assertThat(home().work().resolve("attempts")).isEmptyDirectory();
        assertThat(home().work().resolve("checkouts")).isEmptyDirectory();
        return outcome;
    }

    private static List<String> marked() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(MARK))
                .toList();
    }

    /** All beside Lockstep's own state, by path, with digests. */
    private TreeMap<String, String> files() throws Exception {
        try (var all = Files.walk(outside.getParent())) {
            return all.filter(file -> !file.startsWith(home().directory()))
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .collect(
                            Collectors.toMap(
                                    Path::toString, HostileRun::digest, (a, b) -> a, TreeMap::new));
        }
    }

    private static String digest(Path file) {
        try {
            return Digest.of(file).toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Verification verify() throws Exception {
        return Verifying.verify(home());
    }

    List<String> sealed() {
        return events.stream()
                .filter(event -> event.type() == Event.Type.SEALED)
                .map(Event::phase)
                .toList();
    }

    List<Event> events() {
        return events;
    }

    TinyProject project() {
        return project;
    }

    Home home() {
        return Home.of(project.directory());
    }

    /** What enclosed the agent of a phase, as its seal says. */
    String sealedSandbox(String phase) throws Exception {
        for (Entry entry : LedgerReader.read(home().directory())) {
            if (entry.statement().predicateType().equals(Predicates.PHASE)) {
                PhasePredicate seal = entry.statement().predicate(PhasePredicate.class);
                if (seal.phase().equals(phase)) {
                    return seal.agent().sandbox();
                }
            }
        }
        throw new AssertionError(phase + " is not sealed");
    }

    /** A file as a phase's sealed commit has it. */
    String sealedFile(String phase, String file) throws Exception {
        ObjectStore store = ObjectStore.open(home().store());
        String commit = store.kept("refs/lockstep/sealed/m1-" + phase + "-1").orElseThrow();
        return new String(
                store.file(commit, file).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
