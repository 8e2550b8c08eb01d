package io.jenkins.plugins.lockstep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void helpTellsCommandsAndExitCodes() {
        CommandLineRun run = CommandLineRun.of("--help");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("init", "doctor", "plan", "Exit codes:", "1    a phase failed")
                .contains("3    evidence is broken", "4    interrupted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"init", "doctor", "plan", "run", "resume", "logs", "report"})
    void everyCommandHasHelp(String command) {
        CommandLineRun run = CommandLineRun.of(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("lockstep " + command, "--project", "--plan", "Exit codes:");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(CommandLineRun.of("help", "resume").out()).startsWith("Usage: lockstep resume ");
    }

    @Test
    void whatIsTooMuchIsNamed() {
        assertThat(CommandLineRun.of("plna").err()).contains("there is no command 'plna'");
        assertThat(CommandLineRun.of("plan", "now").err())
                .contains("'lockstep plan' takes no argument 'now'");
    }

    @Test
    void version() {
        assertThat(CommandLineRun.of("--version").out()).startsWith("lockstep ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plna", "--nonsense", ""})
    void badUsageExitsWith2AndNoStackTrace(String word) {
        CommandLineRun run = word.isEmpty() ? CommandLineRun.of() : CommandLineRun.of(word);
        assertThat(run.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(run.err()).contains("lockstep").doesNotContain("\tat ");
    }
}
