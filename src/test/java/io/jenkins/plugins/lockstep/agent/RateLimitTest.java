package io.jenkins.plugins.lockstep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Claude AI usage limit reached|1795438800 ~ PT1H",
                "You've hit your limit · resets 7am (America/Los_Angeles) ~ PT3H",
                "5-hour limit reached ∙ resets 3:30pm (UTC) ~ PT3H30M",
                "5-hour limit reached ∙ resets 11am (UTC) ~ PT23H",
                "You've hit your usage limit. Try again in 4 days 3 hours 5 minutes. ~ PT99H5M",
                "You've hit your usage limit. try again at Nov 25th, 2026 12:00 PM (UTC) ~ PT48H",
                "Rate limit reached for m. Please try again in 1.898s. Visit x ~ PT1.898S",
                "429: Your quota will reset after 18h31m10s. ~ PT18H31M10S",
                "429 Please retry in 250ms ~ PT0.25S",
                "RESOURCE_EXHAUSTED {\"retryDelay\": \"34.5s\"} ~ PT34.5S",
                "usage_limit_reached {\"resets_in_seconds\":13872} ~ PT3H51M12S",
                "too many requests; retry-after: 30 ~ PT30S",
                "API Error (429 rate_limit_error) · Retrying in 2892 seconds… ~ PT48M12S",
                "429 again at 31 ~ ",
                "429 resets 25:99 ~ ",
                "API Error: 529 {\"type\":\"overloaded_error\",\"message\":\"Overloaded\"} ~ ",
                "exceeded retry limit, last status: 429 Too Many Requests ~ "
            })
    void whatProvidersSay(String text, Duration pause) {
        assertThat(RateLimit.in(text, NOW)).isPresent();
        assertThat(RateLimit.in(text, NOW).orElseThrow().pause()).isEqualTo(pause);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "No such model",
                "Disk quota exceeded",
                "took 4290 ms",
                "Failed to authenticate. API Error: 403",
                "error in file limits.java:429x"
            })
    void whatIsNoRateLimit(String text) {
        assertThat(RateLimit.in(text, NOW)).isEmpty();
    }

    @Property(tries = 200)
    void noTextBreaksIt(@ForAll String tail) {
        RateLimit limit = RateLimit.in("429 retry after " + tail, NOW).orElseThrow();
        assertThat(limit.pause() == null || !limit.pause().isNegative()).isTrue();
        RateLimit.in("429 resets at " + tail, NOW);
    }

    @Property(tries = 300)
    void theBackoffGrowsWithinBounds(
            @ForAll @IntRange(max = 100) int waits, @ForAll @IntRange(max = 100_000) int stated) {
        Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5), new Random(1));
        assertThat(backoff.pause(waits, null))
                .isBetween(Duration.ofSeconds(5), Duration.ofMinutes(7));
        Duration said = Duration.ofSeconds(stated);
        assertThat(backoff.pause(waits, said))
                .isBetween(said, said.plusSeconds(11))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(5));
    }

    @Example
    void withoutChanceItDoubles() {
        Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(60), () -> 0L);
        assertThat(backoff.pause(0, null)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.pause(3, null)).isEqualTo(Duration.ofSeconds(16));
        assertThat(backoff.pause(9, null)).isEqualTo(Duration.ofSeconds(60));
    }
}
