package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.process.Sandboxes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents that write by absolute path: in a sandbox they can't, without one it is found out. */
class HostilePathsTest {
    /** Tries to write everywhere and to read the secret; each success is a line in @LOG@. */
    private static final String EVERYWHERE =
            """
            for f in @STATE@/ledger.jsonl @STATE@/head.json @STATE@/progress.json @STATE@/key/ed25519.pem \\
                @STATE@/key/new @STATE@/lock @STATE@/new @STATE@/store.git/config @STATE@/store.git/refs/new \\
                @STATE@/evidence/new @STATE@/runs/new @STATE@/work/new @STATE@/work/checkouts/new \\
                ../control.git/config ../new @PROJECT@/lockstep.yaml @PROJECT@/src/a.txt @PROJECT@/.git/config \\
                @OUT@/precious @OUT@/new "$HOME/lockstep-was-here"; do
                { echo x >> "$f"; } 2> /dev/null && echo "wrote $f" >> "@LOG@"
            done
            for f in @STATE@/key/ed25519.pem @STATE@/ledger.jsonl @STATE@/runs/*/plan.yaml @STATE@/evidence/*/*/*/*; do
                cat "$f" > /dev/null 2>&1 && echo "read $f" >> "@LOG@"
            done
            ls -d @STATE@/work/checkouts/* | grep -vF "$(dirname "$PWD")" >> "@LOG@"
            echo x > /tmp/lockstep-was-here
            """;

    @TempDir private Path directory;

    @Test
    void inASandboxASessionReachesNothingButItsOwn() throws Exception {
        assumeThat(Sandboxes.detect().kind()).isEqualTo("bubblewrap");
        HostileRun run =
                HostileRun.in(directory, "planning")
                        .habit(
                                "implement",
                                EVERYWHERE.replace("@LOG@", "$LOCKSTEP_EVIDENCE/reached")
                                        + "git log --oneline -1 > \"$LOCKSTEP_EVIDENCE/git\"; git status --short >> \"$LOCKSTEP_EVIDENCE/git\"\n"
                                        + "echo x 2> /dev/null >> \"$LOCKSTEP_INPUT/seals.json\" && echo input >> \"$LOCKSTEP_EVIDENCE/reached\"\n"
                                        + "cat \"$LOCKSTEP_INPUT/seals.json\" > \"$LOCKSTEP_EVIDENCE/seals\"");

        RunOutcome outcome = run.run("implement");

        assertThat(outcome.failures()).isEmpty();
        Path agents = run.home().evidence(1, "implement", 1).resolve("agent");
        Path reached = agents.resolve("reached");
        assertThat(Files.exists(reached) ? Files.readAllLines(reached) : List.of()).isEmpty();
        assertThat(agents.resolve("git")).content().contains("Begin").hasLineCount(1);
        assertThat(agents.resolve("seals")).content().contains("research");
        assertNoTrace();
        assertThat(run.verify().findings()).isEmpty();
        assertThat(Files.readString(run.home().directory().resolve("ledger.jsonl")))
                .hasLineCount(run.verify().counts().seals() > 0 ? 4 : 0);
    }

    @Test
    void inASandboxToolsAndSetupReachNothingButTheirOwn() throws Exception {
        assumeThat(Sandboxes.detect().kind()).isEqualTo("bubblewrap");
        HostileRun run = HostileRun.in(directory, "research", "planning", "architecture");
        String evil = run.filled(EVERYWHERE.replace("@LOG@", "reached"));
        run.habit(
                        "implement",
                        "cat > src/evil.sh <<'END'\n"
                                + evil
                                + "[ -e reached ] && cat reached; :\nEND\n")
                .plan("command: [sh, tools/check.sh, LINT]", "command: [sh, src/evil.sh]")
                .plan(
                        "tools:\n",
                        "workspace:\n  setup: [sh, -c, \"[ ! -e src/evil.sh ] || ! sh src/evil.sh | grep .\"]\n"
                                + "  inputs: [src/evil.sh]\ntools:\n")
                .plan(
                        "'^(?<file>[^:]+):(?<line>\\d+): (?<message>.*) \\[(?<code>\\w+)\\]$'",
                        "'^(?<message>.+)(?<file>)(?<line>)$'");

        RunOutcome outcome = run.run("lint");

        assertThat(outcome.failures()).isEmpty();
        assertThat(run.sealed()).containsExactly("implement", "lint");
        assertNoTrace();
        assertThat(run.verify().findings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            the ledger           | EVIDENCE_BROKEN | ledger.jsonl    | echo '{}' >> @STATE@/ledger.jsonl
            a shorter ledger     | EVIDENCE_BROKEN | ledger.jsonl    | sed -i '$d' @STATE@/ledger.jsonl
            its head             | EVIDENCE_BROKEN | head.json       | echo '{}' > @STATE@/head.json
            progress             | EVIDENCE_BROKEN | progress.json   | sed -i s/research/forged/ @STATE@/progress.json
            the private key      | EVIDENCE_BROKEN | ed25519.pem     | echo x > @STATE@/key/ed25519.pem
            the key, removed     | EVIDENCE_BROKEN | ed25519.pem     | rm @STATE@/key/ed25519.pem
            the public key       | EVIDENCE_BROKEN | ed25519.pub.pem | echo x > @STATE@/key/ed25519.pub.pem
            sealed evidence      | EVIDENCE_BROKEN | research.md     | f=@STATE@/evidence/m1/research/1; chmod -R u+w $f; echo x >> $f/research.md
            the plan             | PLAN_CHANGED    | plan            | echo '# x' >> @PROJECT@/lockstep.yaml
            the control git      | TAMPERING       | git directory   | echo '[core]' >> ../control.git/config
            """)
    void withoutASandboxWhatItWroteIsFound(
            String target, Cause cause, String message, String script) throws Exception {
        HostileRun run =
                HostileRun.in(directory)
                        .plan("sandbox: auto", "sandbox: off")
                        .habit("planning", script);

        RunOutcome outcome = run.runFreely("planning");

        assertThat(outcome.failures()).hasSize(1);
        RunFailure failure = outcome.failures().get(0);
        assertThat(failure.failure().cause()).isEqualTo(cause);
        assertThat(failure.failure().message()).contains(message);
        assertThat(failure.phase()).isEqualTo("planning");
        assertThat(failure.attempt()).isEqualTo(1);
        assertThat(run.sealed()).containsExactly("research");
    }

    @Test
    void withoutASandboxWhatItLeftInProofsCheckoutsIsGoneBeforeTheNextProof() throws Exception {
        HostileRun run =
                HostileRun.in(directory, "research", "planning", "implement", "architecture")
                        .plan("sandbox: auto", "sandbox: off")
                        .habit(
                                "lint",
                                "for t in ../../proof-*; do echo LINT > $t/tree/src/evil.txt; echo x >> $t/tree/src/c.txt;"
                                        + " echo exit 0 > $t/tree/tools/check.sh; echo '[core]' >> $t/control.git/config; done");

        RunOutcome outcome = run.run("lint");

        assertThat(outcome.failures()).isEmpty();
        assertThat(run.sealedFile("lint", "tools/check.sh")).contains("grep");
        assertThat(run.verify().findings()).isEmpty();
    }

    @Test
    void withoutASandboxACommitOfItsOwnOnTheTargetBranchIsFound() throws Exception {
        HostileRun run =
                HostileRun.in(
                                directory,
                                "research",
                                "planning",
                                "architecture",
                                "lint",
                                "typecheck",
                                "test",
                                "integration",
                                "e2e")
                        .plan("sandbox: auto", "sandbox: off")
                        .habit(
                                "implement",
                                "git -C @PROJECT@ -c user.name=x -c user.email=x@localhost commit -q --allow-empty -m x");

        RunOutcome outcome = run.runFreely("");

        assertThat(outcome.failures())
                .singleElement()
                .satisfies(
                        one -> {
                            assertThat(one.failure().cause()).isEqualTo(Cause.TARGET_MOVED);
                            assertThat(one.phase()).isEqualTo("commit");
                        });
    }

    private static void assertNoTrace() {
        assertThat(Path.of("/tmp/lockstep-was-here")).doesNotExist();
        assertThat(Path.of(System.getProperty("user.home"), "lockstep-was-here")).doesNotExist();
    }
}
