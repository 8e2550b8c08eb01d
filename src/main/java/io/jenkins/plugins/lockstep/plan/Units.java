package io.jenkins.plugins.lockstep.plan;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes, as a plan writes them. */
final class Units {
    private static final Pattern DURATION =
            Pattern.compile(
                    "(?:([0-9]{1,5})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,7})m)?(?:([0-9]{1,8})s)?");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KiB|MiB|GiB)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Units() {}

    static Duration duration(Cursor at, Duration otherwise) {
        Matcher matcher = DURATION.matcher(at.text(""));
        if (!at.isPresent() || !matcher.matches()) {
            return otherwise;
        }
        Duration duration =
                Duration.ofDays(part(matcher, 1))
                        .plusHours(part(matcher, 2))
                        .plusMinutes(part(matcher, 3))
                        .plusSeconds(part(matcher, 4));
        if (at.text().isPresent() && (duration.isZero() || duration.compareTo(LONGEST) > 0)) {
            at.problem("'" + at.path() + "' must be more than 0 and at most 365d");
        }
        return duration;
    }

    private static long part(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    /** In bytes. */
    static long size(Cursor at, long otherwise) {
        Matcher matcher = SIZE.matcher(at.text(""));
        if (!matcher.matches()) {
            return at.number().orElse(otherwise);
        }
        int shift =
                switch (matcher.group(2)) {
                    case "KiB" -> 10;
                    case "MiB" -> 20;
                    case "GiB" -> 30;
                    default -> 0;
                };
        return Long.parseLong(matcher.group(1)) << shift;
    }
}
