package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.cli.ExitCodes;
import io.jenkins.plugins.lockstep.cli.Main;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody does to a proven project by hand is found by {@code verify}, and by the next run,
 * both with exit code 3 and the name of what is wrong.
 */
class ForgeryTest {
    private static final List<String> FILES = List.of("ledger.jsonl", "head.json", "progress.json");

    @TempDir private static Path before;
    private static TinyProject proven;
    private static Path older;

    @TempDir private Path directory;
    private TinyProject project;
    private Home home;

    @BeforeAll
    static void prove() throws Exception {
        proven = TinyProject.in(before);
        proven.change("sandbox: auto", "sandbox: off");
        proven.change("limits:", "limits:\n  attempts: 1");
        assertThat(execute(proven, "planning").failures()).isEmpty();
        older = Files.createDirectory(before.resolve("older"));
        for (String file : FILES) {
            Files.copy(Home.of(proven.directory()).directory().resolve(file), older.resolve(file));
        }
        assertThat(execute(proven, "").failures()).isEmpty();
    }

    @BeforeEach
    void copy() throws Exception {
        project = proven.copyTo(directory);
        home = Home.of(project.directory());
    }

    @Test
    void nothingIsFoundInTheCopyAsItIs() {
        assertThat(lockstep("verify")).startsWith("0 ");
        assertThat(lockstep("resume")).startsWith("0 ");
    }

    @Test
    void theLedgerPutBackToAnOlderCopyWithItsHead() throws Exception {
        for (String file : FILES) {
            Files.copy(
                    older.resolve(file),
                    home.directory().resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        assertFound("m1/architecture/1");
    }

    @Test
    void aLineFromAnotherProjectsLedger() throws Exception {
        TinyProject other = other();
        List<String> theirs =
                Files.readAllLines(Home.of(other.directory()).directory().resolve("ledger.jsonl"));
        Path ledger = home.directory().resolve("ledger.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(ledger));
        lines.set(1, theirs.get(1));
        Files.writeString(ledger, String.join("\n", lines) + "\n");

        assertFound("entry 2");
    }

    @Test
    void theWholeLedgerOfAnotherProject() throws Exception {
        TinyProject other = other();
        for (String file : FILES) {
            Files.copy(
                    Home.of(other.directory()).directory().resolve(file),
                    home.directory().resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        assertFound("key");
    }

    @Test
    void aSealedCommitIsGoneFromTheStore() throws Exception {
        String commit = proof("implement").commit();
        Path object =
                home.store()
                        .resolve("objects/" + commit.substring(0, 2) + "/" + commit.substring(2));
        Files.delete(object);

        assertFound("m1/implement/1", commit);
    }

    @Test
    void evidenceAddedBetweenRuns() throws Exception {
        Files.writeString(evidence("planning").resolve("more.md"), "more");

        assertFound("m1/planning/1", "more.md");
    }

    @Test
    void evidenceRemovedBetweenRuns() throws Exception {
        Files.delete(evidence("planning").resolve("plan.md"));

        assertFound("m1/planning/1", "plan.md");
    }

    @Test
    void evidenceRenamedBetweenRuns() throws Exception {
        Files.move(evidence("test").resolve("result.json"), evidence("test").resolve("other.json"));

        assertFound("m1/test/1", "result.json");
    }

    @Test
    void evidenceOfAnAttemptThatNeverWas() throws Exception {
        Path place = Files.createDirectories(home.evidence(1, "lint", 7));
        Files.writeString(place.resolve("result.json"), "{}");

        assertFound("m1/lint/7");
    }

    @Test
    void evidenceIsRenamedRemovedAndAddedWhileTheNextPhaseWorks() throws Exception {
        for (String change :
                List.of("mv plan.md plan2.md", "rm -f plan.md", "echo more > more.md")) {
            Path parent = Files.createTempDirectory(directory, "during");
            TinyProject fresh = TinyProject.in(parent);
            fresh.change("sandbox: auto", "sandbox: off");
            Path planning = Home.of(fresh.directory()).evidence(1, "planning", 1);
            fresh.agentFirst(
                    "[ \"$LOCKSTEP_PHASE\" = implement ] && (cd '"
                            + planning
                            + "' && chmod u+w . && "
                            + change
                            + ")");

            RunOutcome outcome = execute(fresh, "");

            assertThat(outcome.failures())
                    .as(change)
                    .anySatisfy(
                            one -> {
                                assertThat(one.phase()).isEqualTo("implement");
                                assertThat(one.failure().cause()).isEqualTo(Cause.EVIDENCE_BROKEN);
                                assertThat(one.failure().message())
                                        .contains("m1/planning/1")
                                        .contains(change.contains("more") ? "more.md" : "plan.md");
                            });
            project = fresh;
            assertThat(lockstep("verify")).startsWith("3 ").contains("m1/planning/1");
        }
    }

    private TinyProject other() throws Exception {
        TinyProject other = TinyProject.in(Files.createDirectory(directory.resolve("other")));
        other.change("sandbox: auto", "sandbox: off");
        assertThat(execute(other, "research").failures()).isEmpty();
        return other;
    }

    private void assertFound(String... named) throws Exception {
        List<Entry> sealed = LedgerReader.read(home.directory());
        assertThat(lockstep("verify")).startsWith("3 ").contains(named);
        assertThat(lockstep("resume")).startsWith("3 ").contains(named);
        assertThat(LedgerReader.read(home.directory()).stream().filter(this::isProof).count())
                .isLessThanOrEqualTo(sealed.stream().filter(this::isProof).count());
    }

    private boolean isProof(Entry entry) {
        try {
            return Proof.of(entry.statement()) != null;
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private Proof proof(String phase) throws Exception {
        for (Entry entry : LedgerReader.read(home.directory())) {
            Proof proof = Proof.of(entry.statement());
            if (proof != null && proof.phase().equals(phase)) {
                return proof;
            }
        }
        throw new AssertionError("no seal of " + phase);
    }

    /** A sealed directory, made writable. */
    private Path evidence(String phase) {
        Path place = home.evidence(1, phase, 1);
        assertThat(place.toFile().setWritable(true)).isTrue();
        return place;
    }

    /** Exit code, a space, and all that was said. */
    private String lockstep(String command) {
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        List<String> arguments =
                new ArrayList<>(List.of(command, "-C", project.directory().toString()));
        int code = Main.run(out, out, arguments.toArray(String[]::new));
        if (code == ExitCodes.BROKEN && command.equals("resume")) {
            failures(said);
        }
        return code + " " + said;
    }

    private void failures(StringWriter said) {
        try (var runs = Files.walk(Home.of(project.directory()).runs(), 2)) {
            for (Path events :
                    (Iterable<Path>) runs.filter(file -> file.endsWith("events.jsonl"))::iterator) {
                said.write(Files.readString(events));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RunOutcome execute(TinyProject project, String phase) throws Exception {
        int milestone = phase.isEmpty() ? 0 : 1;
        return Run.execute(
                new RunOptions(project.directory(), project.plan(), milestone, phase), List.of());
    }
}
