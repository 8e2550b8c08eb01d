package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.cli.ExitCodes;
import io.jenkins.plugins.lockstep.cli.Main;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A project with a proven milestone, and what the commands say of it after somebody's visit. */
final class ProvenProject {
    static final List<String> FILES = List.of("ledger.jsonl", "head.json", "progress.json");

    private final TinyProject project;

    private ProvenProject(TinyProject project) {
        this.project = project;
    }

    /**
     * Proves the milestone, in two runs.
     *
     * @param older gets a copy of the ledger and its files after the first run
     */
    static ProvenProject in(Path parent, Path older) throws Exception {
        TinyProject project = TinyProject.in(parent);
        project.change("sandbox: auto", "sandbox: off");
        project.change("limits:", "limits:\n  attempts: 1");
        assertThat(execute(project, "planning").failures()).isEmpty();
        for (String file : FILES) {
            Files.copy(Home.of(project.directory()).directory().resolve(file), older.resolve(file));
        }
        assertThat(execute(project, "").failures()).isEmpty();
        return new ProvenProject(project);
    }

    ProvenProject copyTo(Path parent) throws Exception {
        return new ProvenProject(project.copyTo(parent));
    }

    Home home() {
        return Home.of(project.directory());
    }

    Path file(String name) {
        return home().directory().resolve(name);
    }

    String git(String... arguments) throws Exception {
        return project.git(arguments);
    }

    /** A sealed directory, made writable. */
    Path evidence(String phase) {
        Path place = home().evidence(1, phase, 1);
        assertThat(place.toFile().setWritable(true)).isTrue();
        return place;
    }

    /** Found by verify and by the next run, both name it, and nothing more is sealed. */
    void assertFound(String... named) throws Exception {
        long sealed = proofs();
        assertThat(lockstep("verify")).startsWith("3 ").contains(named);
        assertThat(lockstep("resume")).startsWith("3 ").contains(named);
        assertThat(proofs()).isLessThanOrEqualTo(sealed);
    }

    private long proofs() throws IOException {
        long proofs = 0;
        for (Entry entry : LedgerReader.read(home().directory())) {
            proofs += Proof.of(entry.statement()) == null ? 0 : 1;
        }
        return proofs;
    }

    /** Exit code, a space, and all that was said; of a run also its events. */
    String lockstep(String command) throws IOException {
        return lockstep(project, command);
    }

    static String lockstep(TinyProject project, String command) throws IOException {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int code = Main.run(out, out, command, "-C", project.directory().toString());
        if (code == ExitCodes.BROKEN && command.equals("resume")) {
            try (var runs = Files.walk(Home.of(project.directory()).runs(), 2)) {
                for (Path file : runs.filter(file -> file.endsWith("events.jsonl")).toList()) {
                    said.write(Files.readString(file));
                }
            }
        }
        return code + " " + said;
    }

    static RunOutcome execute(TinyProject project, String phase) throws Exception {
        int milestone = phase.isEmpty() ? 0 : 1;
        return Run.execute(
                new RunOptions(project.directory(), project.plan(), milestone, phase), List.of());
    }
}
