package io.jenkins.plugins.lockstep.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents with bad habits, as real processes: each ends with its own cause, and leaves no trace. */
class HostileAgentTest {
    private static final String[] BEFORE = {"research", "planning"};

    @TempDir private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            ignores SIGTERM     | session: 1s   | TIME_LIMIT     | session | trap '' TERM INT HUP QUIT; sh -c "trap '' TERM HUP; sleep @MARK@; sleep @MARK@" & sleep @MARK@; sleep @MARK@
            sleeps for ever     | session: 1s   | TIME_LIMIT     | session | exec sleep @MARK@
            floods stdout       | log: 1MiB     | OUTPUT_LIMIT   | output  | sleep @MARK@ & head -c 10737418240 /dev/zero | tr '\\0' x
            floods in lines     | log: 1MiB     | OUTPUT_LIMIT   | output  | sleep @MARK@ & yes '{"type":"assistant"}'
            fills memory        | memory: 96MiB | MEMORY_LIMIT   | memory  | sleep @MARK@ & tail /dev/zero
            fills its checkout  | disk: 4MiB    | DISK_LIMIT     | disk    | head -c 100000000 /dev/zero > big; sleep @MARK@
            fills its TMPDIR    | disk: 4MiB    | DISK_LIMIT     | disk    | head -c 100000000 /dev/zero > "$TMPDIR/big"; sleep @MARK@
            fails               | ``            | AGENT_FAILED   | code 3  | setsid sleep @MARK@ & exit 3
            """)
    void aSessionEndsWithItsOwnCause(
            String habit, String limit, Cause cause, String message, String script)
            throws Exception {
        HostileRun run = HostileRun.in(directory, BEFORE).habit("implement", script);
        if (limit.startsWith("session")) {
            run.plan("  session: 1m\n", "  " + limit + "\n");
        } else {
            run.limit(limit);
        }

        RunOutcome outcome = run.run("implement");

        assertThat(outcome.failures()).hasSize(1);
        assertInPlace(outcome.failures().get(0), cause, "s1");
        assertThat(outcome.failures().get(0).failure().message()).contains(message);
        assertThat(run.verify().findings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            plants a hook          | TAMPERING        | hook        | s1 |                | mkdir -p .git/hooks; printf '#!/bin/sh\\ntouch @OUT@/ran\\n' > .git/hooks/post-index-change; chmod +x .git/hooks/*
            moves the hooks        | TAMPERING        | hookspath   | s1 |                | git config core.hooksPath hooks
            plants a filter        | TAMPERING        | filter      | s1 |                | git config filter.x.clean 'touch @OUT@/ran; cat'; echo '* filter=x' > .gitattributes
            plants fsmonitor       | TAMPERING        | fsmonitor   | s1 |                | git config core.fsmonitor 'touch @OUT@/ran'
            rewrites history       | TAMPERING        | history     | s1 |                | git -c user.name=x -c user.email=x@localhost commit -q --amend --allow-empty -m 'Never was'
            removes .git           | TAMPERING        | .git        | s1 |                | rm -rf .git
            rewrites a tool        | PROTECTED_FILE   | check.sh    | `` | tools/check.sh | echo exit 0 > tools/check.sh
            brings its own plan    | PROTECTED_FILE   | the plan    | `` | lockstep.yaml  | : > .gitignore; echo 'version: 1' > lockstep.yaml
            hides text from checks | PLACEHOLDER      | NUL         | `` | src/x.txt      | printf 'TODO: all of it\\n\\0' > src/x.txt
            hides text in a link   | PLACEHOLDER      | link        | `` | src/x.txt      | echo 'TODO: all of it' > x; ln -s ../x src/x.txt
            leads evidence out     | EVIDENCE_REFUSED | link        | `` |                | ln -s /etc/passwd "$LOCKSTEP_EVIDENCE/notes.md"
            only says success      | NOTHING_CHANGED  |             | `` |                | echo 'BUILD SUCCESS. Tests run 99, Failures 0'; echo '{"type":"result","subtype":"success","is_error":false,"session_id":"x"}'; exit 0
            """)
    void whatItLeavesIsRefusedWithItsOwnCause(
            String habit, Cause cause, String message, String session, String file, String script)
            throws Exception {
        HostileRun run = HostileRun.in(directory, BEFORE).habit("implement", script);

        RunOutcome outcome = run.run("implement");

        assertThat(outcome.failures()).hasSize(1);
        assertInPlace(outcome.failures().get(0), cause, session);
        assertThat(outcome.failures().get(0).failure().message())
                .contains(message == null ? "" : message);
        assertThat(outcome.failures().get(0).failure().file()).isEqualTo(file == null ? "" : file);
        assertThat(run.sealed()).isEmpty();
        assertThat(run.verify().findings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            deletes a test | FEWER_TESTS  | rm test/a.txt
            skips a test   | MORE_SKIPPED | echo SKIP > test/a.txt
            """)
    void testsCanNeitherBeDeletedNorSkipped(String habit, Cause cause, String script)
            throws Exception {
        HostileRun run =
                HostileRun.in(
                                directory,
                                "research",
                                "planning",
                                "architecture",
                                "lint",
                                "typecheck")
                        .habit("implement", script);
        Path tests = run.project().directory().resolve("tools/tests.sh");
        String skipping =
                Files.readString(tests)
                        .replace(
                                "    if grep",
                                "    if grep -q SKIP \"$test\"; then skipped=$((skipped + 1)); cases=\"$cases<testcase classname=\\\"tiny\\\" name=\\\"$name\\\"><skipped/></testcase>\"; continue; fi\n    if grep")
                        .replace("failed=0 ", "failed=0 skipped=0 ")
                        .replace("skipped=\\\"0\\\"", "skipped=\\\"$skipped\\\"");
        Files.writeString(tests, skipping);
        run.project()
                .git("-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qam", "Skip");

        RunOutcome outcome = run.run("test");

        assertThat(outcome.failures())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.phase()).isEqualTo("test"))
                .anySatisfy(one -> assertThat(one.failure().cause()).isEqualTo(cause));
        assertThat(run.verify().findings()).isEmpty();
    }

    @Test
    void whatItDaemonizesEndsWithIt() throws Exception {
        HostileRun run =
                HostileRun.in(directory, BEFORE)
                        .habit(
                                "implement",
                                "(setsid sh -c 'trap \"\" TERM HUP; (setsid sleep @MARK@ &) ; sleep @MARK@'"
                                        + " > /dev/null 2>&1 < /dev/null &)\n"
                                        + "(setsid env -i sleep @MARK@ > /dev/null 2>&1 &)\n"
                                        + "nohup setsid sleep @MARK@ &");

        RunOutcome outcome = run.run("implement");

        assertThat(outcome.failures()).isEmpty();
        assertThat(run.sealed()).containsExactly("implement");
        assertThat(run.verify().findings()).isEmpty();
    }

    @Test
    void ofAFilesSessionForeignChangesAreRefusedAndItsOwnIsTaken() throws Exception {
        HostileRun run = lint("[ \"$LOCKSTEP_FILE\" = src/a.txt ] && echo foreign >> src/c.txt");

        RunOutcome outcome = run.run("lint");

        assertThat(outcome.failures()).isEmpty();
        assertThat(run.sealedFile("lint", "src/a.txt")).doesNotContain("LINT");
        assertThat(run.sealedFile("lint", "src/c.txt")).doesNotContain("foreign");
        assertThat(run.events())
                .anySatisfy(
                        event -> {
                            assertThat(event.type()).isEqualTo(Event.Type.NOTE);
                            assertThat(event.session()).isEqualTo("i1-1");
                            assertThat(event.file()).isEqualTo("src/a.txt");
                            assertThat(event.message()).contains("changed src/c.txt: not taken");
                        });
        assertThat(run.home().evidence(1, "lint", 1).resolve("result.json"))
                .content()
                .contains("changed src/c.txt: not taken");
    }

    @Test
    void aFilesSessionThatOnlyChangesOthersSaysSo() throws Exception {
        HostileRun run =
                lint(
                        "[ \"$LOCKSTEP_FILE\" = src/a.txt ] && { echo x >> src/c.txt; LOCKSTEP_PHASE=none; }");

        RunOutcome outcome = run.run("lint");

        assertThat(outcome.failures())
                .anySatisfy(
                        one -> {
                            assertThat(one.failure().cause()).isEqualTo(Cause.FOREIGN_CHANGE);
                            assertThat(one.failure().file()).isEqualTo("src/a.txt");
                            assertThat(one.failure().session()).isNotEmpty();
                        });
        assertThat(run.sealed()).isEmpty();
    }

    @Test
    void aFilesSessionThatTampersFailsThePhaseThoughAllIsClean() throws Exception {
        HostileRun run =
                lint(
                        "[ \"$LOCKSTEP_FILE$LOCKSTEP_SESSION\" = src/a.txti1-1 ] && git config core.fsmonitor 'touch @OUT@/ran'");

        RunOutcome outcome = run.run("lint");

        assertThat(outcome.failures()).hasSize(1);
        assertThat(outcome.failures().get(0).failure().cause()).isEqualTo(Cause.TAMPERING);
        assertThat(outcome.failures().get(0).failure().session()).isEqualTo("i1-1");
        assertThat(outcome.failures().get(0).failure().file()).isEqualTo("src/a.txt");
    }

    private HostileRun lint(String habit) throws Exception {
        return HostileRun.in(directory, "research", "planning", "implement", "architecture")
                .habit("lint", habit);
    }

    private static void assertInPlace(RunFailure failure, Cause cause, String session) {
        assertThat(failure.failure().cause()).isEqualTo(cause);
        assertThat(failure.milestone()).isEqualTo(1);
        assertThat(failure.phase()).isEqualTo("implement");
        assertThat(failure.attempt()).isEqualTo(1);
        assertThat(failure.failure().session()).isEqualTo(session);
        assertThat(failure.retry())
                .startsWith("lockstep resume --milestone 1 --phase implement -C ");
    }
}
