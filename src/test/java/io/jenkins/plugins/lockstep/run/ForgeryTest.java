package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.LedgerReader;
import io.jenkins.plugins.lockstep.evidence.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody does to a proven project by hand is found by {@code verify}, and by the next run,
 * both with exit code 3 and the name of what is wrong.
 */
class ForgeryTest {
    @TempDir private static Path before;
    private static ProvenProject proven;
    private static Path older;

    @TempDir private Path directory;
    private ProvenProject project;
    private Home home;

    @BeforeAll
    static void prove() throws Exception {
        older = Files.createDirectory(before.resolve("older"));
        proven = ProvenProject.in(before, older);
    }

    @BeforeEach
    void copy() throws Exception {
        project = proven.copyTo(directory);
        home = project.home();
    }

    @Test
    void nothingIsFoundInTheCopyAsItIs() throws Exception {
        assertThat(project.lockstep("verify")).startsWith("0 ");
        assertThat(project.lockstep("resume")).startsWith("0 ");
    }

    @Test
    void theLedgerPutBackToAnOlderCopyWithItsHead() throws Exception {
        for (String file : ProvenProject.FILES) {
            Files.copy(
                    older.resolve(file),
                    home.directory().resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        project.assertFound("m1/architecture/1");
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

        project.assertFound("entry 2");
    }

    @Test
    void theWholeLedgerOfAnotherProject() throws Exception {
        TinyProject other = other();
        for (String file : ProvenProject.FILES) {
            Files.copy(
                    Home.of(other.directory()).directory().resolve(file),
                    home.directory().resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }

        project.assertFound("key");
    }

    @Test
    void aSealedCommitIsGoneFromTheStore() throws Exception {
        String commit = proof("implement").commit();
        Files.delete(object(commit));

        project.assertFound("m1/implement/1", commit);
    }

    /** In git's own files, where git itself does not look at the digest. */
    @Test
    void aSealedCommitWasRewritten() throws Exception {
        Path forged = object(proof("planning").commit());
        Path object = object(proof("implement").commit());
        Files.copy(forged, object, StandardCopyOption.REPLACE_EXISTING);

        project.assertFound("m1/implement/1", proof("implement").commit());
    }

    /** What the commit has at a path: the file itself, a directory, the root. */
    @ParameterizedTest
    @ValueSource(strings = {"src/d1.txt", "src", ""})
    void whatASealedCommitHoldsWasRewritten(String path) throws Exception {
        String commit = proof("implement").commit();
        String object = in(commit, path);
        String other = in(proof("planning").commit(), path.contains(".") ? "src/a.txt" : path);
        Files.copy(object(other), object(object), StandardCopyOption.REPLACE_EXISTING);

        String named = path.isEmpty() ? "the tree " + object : path + " (" + object + ")";
        project.assertFound("m1/implement/1", named + " of commit " + commit);
    }

    @Test
    void whatASealedCommitHoldsIsGone() throws Exception {
        String commit = proof("implement").commit();
        String object = in(commit, "src/d1.txt");
        Files.delete(object(object));

        project.assertFound("m1/implement/1", "src/d1.txt (" + object + ") of commit " + commit);
    }

    @Test
    void whatASealedCommitHoldsIsNoObjectAtAll() throws Exception {
        String object = in(proof("test").commit(), "src/c.txt");
        assertThat(object(object).toFile().setWritable(true)).isTrue();
        Files.writeString(object(object), "no object");

        project.assertFound("m1/test/1", "src/c.txt (" + object + ")");
    }

    /** By an agent without a sandbox, whose phase would be proven on other content. */
    @Test
    void whatASealedCommitHoldsIsRewrittenWhileTheNextPhaseWorks() throws Exception {
        TinyProject fresh = TinyProject.in(Files.createTempDirectory(directory, "during"));
        fresh.change("sandbox: auto", "sandbox: off");
        Path store = Home.of(fresh.directory()).store();
        fresh.agentFirst(
                """
                if [ "$LOCKSTEP_PHASE" = test ]; then (
                    object() { git --git-dir='STORE' rev-parse "$1" | sed 's|^..|STORE/objects/&/|'; }
                    cp -f "$(object COMMIT:src/a.txt)" "$(object COMMIT:src/d1.txt)"
                ) fi
                """
                        .replace("STORE", store.toString())
                        .replace("COMMIT", "refs/lockstep/sealed/m1-implement-1"));

        RunOutcome outcome = ProvenProject.execute(fresh, "");

        assertThat(outcome.failures())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.phase()).isEqualTo("test");
                            assertThat(one.failure().cause()).isEqualTo(Cause.EVIDENCE_BROKEN);
                            assertThat(one.failure().message()).contains("src/d1.txt");
                        });
        assertThat(ProvenProject.lockstep(fresh, "verify"))
                .startsWith("3 ")
                .contains("m1/implement/1", "src/d1.txt");
        assertThat(ProvenProject.lockstep(fresh, "resume"))
                .startsWith("3 ")
                .contains("m1/implement/1", "src/d1.txt");
    }

    private String in(String commit, String path) throws Exception {
        return project.git("--git-dir=" + home.store(), "rev-parse", commit + ":" + path);
    }

    private Path object(String name) {
        return home.store().resolve("objects/" + name.substring(0, 2) + "/" + name.substring(2));
    }

    @Test
    void evidenceAddedBetweenRuns() throws Exception {
        Files.writeString(project.evidence("planning").resolve("more.md"), "more");

        project.assertFound("m1/planning/1", "more.md");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NUL", "PLAN.md", " ", "con.txt", "x:y"})
    void evidenceWithAStrangeNameAddedBetweenRuns(String name) throws Exception {
        Files.writeString(project.evidence("planning").resolve(name), "more");

        project.assertFound("m1/planning/1", name);
    }

    /** Not the sealed file {@code logs/s1.log}, for all that it looks like it elsewhere. */
    @Test
    void aBackslashIsPartOfAName() throws Exception {
        assertThat(project.evidence("planning").resolve("logs/s1.log")).exists();
        Files.writeString(project.evidence("planning").resolve("logs\\s1.log"), "more");

        assertThat(project.lockstep("verify"))
                .startsWith("3 ")
                .contains("m1/planning/1", "logs\\s1.log");
        // Events are JSON.
        assertThat(project.lockstep("resume"))
                .startsWith("3 ")
                .contains("m1/planning/1", "logs\\\\s1.log");
    }

    @Test
    void aLinkAddedBetweenRuns() throws Exception {
        Files.createSymbolicLink(
                project.evidence("planning").resolve("more.md"), home.key().resolve("ed25519.pem"));

        project.assertFound("m1/planning/1", "more.md");
    }

    @Test
    void evidenceRemovedBetweenRuns() throws Exception {
        Files.delete(project.evidence("planning").resolve("plan.md"));

        project.assertFound("m1/planning/1", "plan.md");
    }

    @Test
    void evidenceRenamedBetweenRuns() throws Exception {
        Files.move(
                project.evidence("test").resolve("result.json"),
                project.evidence("test").resolve("other.json"));

        project.assertFound("m1/test/1", "result.json");
    }

    @Test
    void evidenceOfAnAttemptThatNeverWas() throws Exception {
        Path place = Files.createDirectories(home.evidence(1, "lint", 7));
        Files.writeString(place.resolve("result.json"), "{}");

        project.assertFound("m1/lint/7");
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

            RunOutcome outcome = ProvenProject.execute(fresh, "");

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
            assertThat(ProvenProject.lockstep(fresh, "verify"))
                    .startsWith("3 ")
                    .contains("m1/planning/1");
        }
    }

    private TinyProject other() throws Exception {
        TinyProject other = TinyProject.in(Files.createDirectory(directory.resolve("other")));
        other.change("sandbox: auto", "sandbox: off");
        assertThat(ProvenProject.execute(other, "research").failures()).isEmpty();
        return other;
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
}
