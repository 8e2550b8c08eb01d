package io.jenkins.plugins.lockstep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Event;
import io.jenkins.plugins.lockstep.base.EventSink;
import io.jenkins.plugins.lockstep.plan.Limits;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.process.Deadline;
import io.jenkins.plugins.lockstep.process.Ended.How;
import io.jenkins.plugins.lockstep.process.ProcessRunner;
import io.jenkins.plugins.lockstep.process.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents as real programs, good and bad. */
class AgentRunnerTest {
    private static final Duration SESSION = Duration.ofSeconds(10);

    @TempDir Path attempt;
    private Path checkout;
    private final List<Event.Type> events = Collections.synchronizedList(new ArrayList<>());
    private final EventSink sink = (type, session, file, message, data) -> events.add(type);
    private ProcessRunner processes;
    private Governor governor;

    @BeforeEach
    void start() throws IOException {
        attempt = attempt.toRealPath();
        checkout = Files.createDirectories(attempt.resolve("checkout"));
        Files.createDirectories(attempt.resolve("out"));
        processes = new ProcessRunner(attempt.toString());
        governor = new LocalGovernor(2, 0);
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(ProcessRunner.sweep(attempt.toString())).isZero();
        processes.close();
        governor.close();
        assertThat(attempt.resolve("tmp/lint-1")).doesNotExist();
    }

    private SessionResult run(String dialect, String script, Duration limit) throws Exception {
        return run(dialect, List.of("sh", "-c", script), "", limit, Duration.ofSeconds(20));
    }

    private SessionResult run(
            String dialect, List<String> argv, String model, Duration session, Duration deadline)
            throws Exception {
        Plan.AgentConfig config =
                new Plan.AgentConfig(argv, dialect, model, Map.of(), List.of(), List.of(), "auto");
        Limits limits =
                new Limits(
                        SESSION, SESSION, SESSION, SESSION, session, SESSION, 1, 1, 1, 1, 1, 0,
                        1_000_000, 50_000, 64L << 20, 2_000_000);
        SessionSpec spec =
                new SessionSpec(
                        "lint-1",
                        "lint",
                        "src/A.java",
                        "Mend it.\n",
                        checkout,
                        attempt.resolve("in"),
                        attempt.resolve("out"),
                        attempt.resolve("logs/lint-1.log"),
                        Map.of("LOCKSTEP_MILESTONE", "3"),
                        new Sandbox("auto", List.of(checkout, attempt.resolve("out")), List.of()));
        Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(50), () -> 0L);
        return new AgentRunner(processes, governor, config, limits, Clock.systemUTC(), backoff)
                .run(spec, Deadline.in(deadline, "attempt"), sink);
    }

    @Test
    void worksAndTells() throws Exception {
        SessionResult result =
                run(
                        "claude",
                        "cat > prompt; env | sort | grep ^LOCKSTEP > env; echo $TMPDIR > tmp;"
                                + " echo x > $TMPDIR/scratch; echo proof > $LOCKSTEP_EVIDENCE/e.md;"
                                + " echo '{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":"
                                + "false,\"result\":\"ok\",\"total_cost_usd\":0.5,\"session_id\":\"s\"}'",
                        SESSION);
        assertThat(result.failure()).isNull();
        assertThat(result.claim()).isEqualTo("ok");
        assertThat(result.costUsd()).isEqualTo(0.5);
        assertThat(result.agentSession()).isEqualTo("s");
        assertThat(result.ended().succeeded()).isTrue();
        assertThat(checkout.resolve("prompt")).hasContent("Mend it.\n");
        assertThat(attempt.resolve("out/e.md")).hasContent("proof\n");
        assertThat(Files.readAllLines(checkout.resolve("env")))
                .contains(
                        "LOCKSTEP_EVIDENCE=" + attempt.resolve("out"),
                        "LOCKSTEP_INPUT=" + attempt.resolve("in"),
                        "LOCKSTEP_PHASE=lint",
                        "LOCKSTEP_SESSION=lint-1",
                        "LOCKSTEP_FILE=src/A.java",
                        "LOCKSTEP_MILESTONE=3");
        assertThat(events).containsExactly(Event.Type.SESSION_STARTED, Event.Type.SESSION_ENDED);
    }

    @Test
    void theFileAndTheModelComeAsArguments() throws Exception {
        List<String> argv =
                List.of("sh", "-c", "echo \"$2\"; cat \"$1\"", "agent", "{promptFile}", "{model}");
        SessionResult result = run("text", argv, "large", SESSION, SESSION);
        assertThat(result.claim()).isEqualTo("large\nMend it.\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exit 3                                 | AGENT_FAILED | code 3",
                "echo All tests pass; echo Success      | AGENT_FAILED | no result",
                "kill -9 $$                             | AGENT_FAILED | signal 9",
                "echo '{\"type\":\"result\",\"is_error\":true,\"result\":\"no model\"}'"
                        + " | AGENT_FAILED | no model",
                "while :; do echo flood flood flood; done | OUTPUT_LIMIT | 50000",
                "head -c 5M /dev/zero > big; sleep 60   | DISK_LIMIT   | 2000000",
                "head -c 5M /dev/zero > $TMPDIR/big; sleep 60 | DISK_LIMIT | 2000000",
            })
    void badHabitsHaveTheirOwnCause(String script, Cause cause, String message) throws Exception {
        SessionResult result = run("claude", script, SESSION);
        assertThat(result.failure().cause()).isEqualTo(cause);
        assertThat(result.failure().message()).contains(message);
        assertThat(result.failure().session()).isEqualTo("lint-1");
        assertThat(result.failure().file()).isEqualTo("src/A.java");
        assertThat(result.failure().log()).isEqualTo("logs/lint-1.log");
    }

    @Test
    void fillsMemory() throws Exception {
        SessionResult result = run("text", "(head -c 150M /dev/zero; sleep 60) | tail", SESSION);
        assertThat(result.failure().cause()).isEqualTo(Cause.MEMORY_LIMIT);
    }

    @Test
    void sleepsForEver() throws Exception {
        SessionResult result =
                run("text", "(setsid sleep 300 &); echo begun; sleep 300", Duration.ofMillis(300));
        assertThat(result.failure().cause()).isEqualTo(Cause.TIME_LIMIT);
        assertThat(result.failure().message()).contains("session (300ms)");
        assertThat(result.failure().lastLines()).contains("begun");
    }

    @Test
    void saysSuccessAndDoesNothing() throws Exception {
        SessionResult result = run("text", "echo 'BUILD SUCCESS, rate limit ok'", SESSION);
        assertThat(result.failure())
                .as("nothing went wrong; that nothing was done, proofs find")
                .isNull();
        assertThat(result.ended().how()).isEqualTo(How.EXITED);
    }

    @Test
    void isMissing() throws Exception {
        SessionResult result = run("claude", List.of("no-such-agent", "-p"), "", SESSION, SESSION);
        assertThat(result.failure().cause()).isEqualTo(Cause.AGENT_CANNOT_START);
        assertThat(result.failure().message()).contains("no-such-agent");
        assertThat(result.failure().exitCode()).isNull();
        assertThat(result.failure().command()).containsExactly("no-such-agent", "-p");
    }

    @Test
    void isTriedAgainAfterARateLimit() throws Exception {
        String limited =
                "n=$(cat n 2>/dev/null || echo 0); echo $((n+1)) > n; if [ $n -lt 2 ]; then echo"
                        + " '{\"type\":\"result\",\"is_error\":true,\"total_cost_usd\":0.1,"
                        + "\"result\":\"API Error: 429 rate_limit_error, retry in 30ms\"}';"
                        + " exit 1; fi;"
                        + " echo '{\"type\":\"result\",\"result\":\"ok\",\"total_cost_usd\":0.2}'";
        SessionResult result = run("claude", limited, SESSION);
        assertThat(result.failure()).isNull();
        assertThat(result.waits()).isEqualTo(2);
        assertThat(result.costUsd()).isBetween(0.39, 0.41);
        assertThat(events).contains(Event.Type.WAITING);
        assertThat(attempt.resolve("logs/lint-1.log.limited-1")).exists();
        assertThat(attempt.resolve("logs/lint-1.log.limited-2")).exists();
    }

    @Test
    void doesNotWaitForWhatComesAfterItsTime() throws Exception {
        SessionResult result =
                run("text", "echo 'usage limit reached, try again in 3 hours'; exit 1", SESSION);
        assertThat(result.failure().cause()).isEqualTo(Cause.RATE_LIMITED);
        assertThat(result.failure().message()).contains("3h", "attempt");
        assertThat(result.waits()).isZero();
    }

    @Test
    void waitsForTheGovernorUntilItsTimeIsOver() throws Exception {
        governor = new LocalGovernor(1, 0);
        Permit other = governor.acquire(time -> {}, Deadline.in(SESSION, "test"));
        SessionResult result = run("text", List.of("true"), "", SESSION, Duration.ofMillis(50));
        other.close();
        assertThat(result.failure().cause()).isEqualTo(Cause.TIME_LIMIT);
        assertThat(result.failure().message()).contains("attempt");
        assertThat(events).containsExactly(Event.Type.WAITING, Event.Type.SESSION_ENDED);
    }

    @Test
    void anAgentsHomeIsMadeWhereItIsADirectory() throws Exception {
        Path home = Files.createDirectories(attempt.resolve("home"));

        assertThat(
                        AgentHomes.writable(
                                List.of("~/.claude/", "~/.claude.json", checkout.toString()), home))
                .containsExactly(home.resolve(".claude"), checkout);
        assertThat(home.resolve(".claude")).isDirectory();
        assertThat(home.resolve(".claude.json")).doesNotExist();
    }
}
