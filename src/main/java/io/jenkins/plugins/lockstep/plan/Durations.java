package io.jenkins.plugins.lockstep.plan;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations outside of a plan, written as in one: {@code 90s}, {@code 30m}, {@code 1h30m}, {@code
 * 2d}.
 */
public final class Durations {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:([0-9]{1,3})d)?(?:([0-9]{1,4})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,8})s)?");

    private Durations() {}

    /**
     * @throws IllegalArgumentException if the text is none, or zero
     */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no duration such as 90s, 30m, 1h30m or 2d");
        }
        Duration duration =
                Duration.ofDays(part(matcher, 1))
                        .plusHours(part(matcher, 2))
                        .plusMinutes(part(matcher, 3))
                        .plusSeconds(part(matcher, 4));
        if (duration.isZero()) {
            throw new IllegalArgumentException("'" + text + "' is no time at all");
        }
        return duration;
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }
}
