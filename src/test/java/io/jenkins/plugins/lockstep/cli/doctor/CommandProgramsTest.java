package io.jenkins.plugins.lockstep.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandProgramsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "mvn -q test~mvn",
                "cd app && mvn -q test~mvn",
                "A=1 B='x y' mvn -q~mvn",
                "npm ci && npx --no-install eslint .~npm|npx --no-install eslint",
                "python3 -m flake8 .~python3 -m flake8",
                "uv run ruff check~uv run ruff",
                "pnpm exec vitest run~pnpm exec vitest",
                "a | b > c.txt 2>&1; ./d <in || e &~a|b|./d|e",
                "echo 'a; b' && \"x y\" z~x y",
                "$TOOL run; `which x`; {checkout}/y~``",
                "if test -f a; then make; fi~``",
                "claude -p \"$X\" --model {model}~claude",
                "npx \"$T\"~npx",
                "sh tools/check.sh LINT && node dist/main.js --help~sh tools/check.sh|node dist/main.js",
                "bash -e x.sh; python3 -c 'x'~bash|python3",
            })
    void ofALine(String line, String expected) {
        String found =
                CommandPrograms.of(List.of("sh", "-c", line)).stream()
                        .map(words -> String.join(" ", words))
                        .collect(Collectors.joining("|"));
        assertThat(found).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void ofAList() {
        assertThat(CommandPrograms.of(List.of("codex", "exec", "-")))
                .containsExactly(List.of("codex"));
        assertThat(CommandPrograms.of(List.of())).isEmpty();
    }
}
