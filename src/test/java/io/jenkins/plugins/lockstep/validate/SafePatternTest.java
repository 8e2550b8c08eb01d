package io.jenkins.plugins.lockstep.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.lockstep.process.Deadline;
import java.time.Duration;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafePatternTest {
    private final StepBudget budget = new StepBudget(Bench.deadline());

    @Test
    void groupsThatAreMissingOrTookNoPartAreEmpty() throws Exception {
        SafePattern pattern = SafePattern.compile("(?<file>\\w+)(:(?<line>\\d+))?", 0);
        Matcher match = pattern.find("abc", budget);
        assertThat(pattern.group(match, "file")).isEqualTo("abc");
        assertThat(pattern.group(match, "line")).isEmpty();
        assertThat(pattern.group(match, "column")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(.*a){20}$", "(?:a|b|(c))*x"})
    void whatBacktracksForEverIsStopped(String regex) throws Exception {
        SafePattern pattern = SafePattern.compile(regex, 0);
        assertThatThrownBy(() -> pattern.find("a".repeat(1_000_000) + "!", budget))
                .isInstanceOf(StepBudget.Exceeded.class);
    }

    @Test
    void wrongPatternsAreNamed() {
        assertThatThrownBy(() -> SafePattern.compile("(unclosed", 0))
                .isInstanceOf(Unreadable.class)
                .hasMessageContaining("(unclosed");
        assertThatThrownBy(() -> SafePattern.compile("(".repeat(100_000), 0))
                .isInstanceOf(Unreadable.class);
    }

    @Test
    void theDeadlineAndAnInterruptEndMatching() throws Exception {
        SafePattern pattern = SafePattern.compile("(a+)+$", 0);
        String text = "a".repeat(100_000) + "!";
        StepBudget late = new StepBudget(Deadline.in(Duration.ZERO, "the attempt (0s)"));
        assertThatThrownBy(() -> pattern.find(text, late)).hasMessageContaining("the attempt (0s)");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> pattern.find(text, budget)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }
}
