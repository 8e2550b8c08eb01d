package io.jenkins.plugins.lockstep.agent;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider's refusal to serve more for now, read from an error's text, as Claude Code, Codex CLI
 * and Gemini CLI write it.
 *
 * @param message the text
 * @param pause how long it asks us to wait; null if it does not say
 */
record RateLimit(String message, Duration pause) {
    private static final int LONGEST_TEXT = 4000;
    private static final int I = Pattern.CASE_INSENSITIVE;
    private static final long MILLIS_SINCE = 100_000_000_000L;

    private static final Pattern LIMITED =
            Pattern.compile(
                    "rate.?limit|\\b429\\b|too many requests|overloaded|\\b529\\b|usage.limit"
                            + "|hit your [a-z ]{0,20}limit|limit reached|resource.?exhausted"
                            + "|quota (exceeded|exhausted|will reset)|exceeded your [a-z ]{0,20}quota"
                            + "|exhausted your [a-z ]{0,20}(capacity|quota)",
                    I);
    private static final Pattern DISK = Pattern.compile("disk quota|file size limit", I);

    /** {@code usage limit reached|1762952400}, {@code "resetsAt": 1762952400}. */
    private static final Pattern EPOCH =
            Pattern.compile("(?:limit reached\\||resets?_?at\"?\\s*[:=]\\s*)(\\d{10,13})\\b", I);

    /** {@code "resets_in_seconds":13872}, {@code retry-after: 30}. */
    private static final Pattern SECONDS =
            Pattern.compile(
                    "(?:in_seconds|after_seconds|retry[-_ ]?after)\"?\\s*[:=]?\\s*(\\d{1,9})\\b"
                            + "(?!\\s*(?:m|h|d|[.:]\\d))",
                    I);

    private static final Pattern DELAY =
            Pattern.compile(
                    "(?:again in|retry in|retrying in|reset after|resets? in|retry[-_ ]?after"
                            + "|retryDelay)\"?\\s*[:=]?\\s*\"?"
                            + "((?:\\d{1,9}(?:\\.\\d{1,9})?\\s*(?:ms|[a-z]{1,7})[\\s,]*){1,5})",
                    I);
    private static final Pattern PART =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([a-z]{1,7})", I);

    /** {@code resets 7pm (America/Los_Angeles)}, {@code try again at 3:51 PM}. */
    private static final Pattern CLOCK =
            Pattern.compile(
                    "(?:resets?(?: at)?|again at)\\s+(?:([a-z]{3})[a-z]*\\s+(\\d{1,2})(?:st|nd|rd|th)?"
                            + ",?\\s+(?:(\\d{4})\\s+)?(?:at\\s+)?)?(\\d{1,2})(?::(\\d{2}))?\\s*(am|pm)?"
                            + "(?:\\s*\\(([A-Za-z_/+0-9-]{1,40})\\))?",
                    I);

    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    /** Empty if the text tells of no rate limit. */
    static Optional<RateLimit> in(String error, Instant now) {
        String text = error.length() > LONGEST_TEXT ? error.substring(0, LONGEST_TEXT) : error;
        if (!LIMITED.matcher(text).find() || DISK.matcher(text).find()) {
            return Optional.empty();
        }
        return Optional.of(new RateLimit(text, pause(text, now)));
    }

    /**
     * @param epoch seconds or milliseconds since 1970
     */
    static Duration until(long epoch, Instant now) {
        Instant end =
                epoch > MILLIS_SINCE ? Instant.ofEpochMilli(epoch) : Instant.ofEpochSecond(epoch);
        Duration pause = Duration.between(now, end);
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    private static Duration pause(String text, Instant now) {
        Matcher epoch = EPOCH.matcher(text);
        if (epoch.find()) {
            return until(Long.parseLong(epoch.group(1)), now);
        }
        Matcher delay = DELAY.matcher(text);
        if (delay.find()) {
            Duration sum = sum(delay.group(1));
            if (sum != null) {
                return sum;
            }
        }
        Matcher seconds = SECONDS.matcher(text);
        if (seconds.find()) {
            return Duration.ofSeconds(Long.parseLong(seconds.group(1)));
        }
        Matcher clock = CLOCK.matcher(text);
        try {
            return clock.find() ? untilClock(clock, now) : null;
        } catch (DateTimeException e) {
            return null; // Nonsense, such as 31 February or an unknown zone.
        }
    }

    private static Duration sum(String parts) {
        Duration sum = null;
        Matcher part = PART.matcher(parts);
        while (part.find()) {
            long unit = unit(part.group(2).toLowerCase(Locale.ROOT));
            if (unit == 0) {
                break;
            }
            Duration one = Duration.ofMillis((long) (Double.parseDouble(part.group(1)) * unit));
            sum = sum == null ? one : sum.plus(one);
        }
        return sum;
    }

    /** In milliseconds; 0 if it is none. */
    private static long unit(String name) {
        return switch (name) {
            case "ms", "millis" -> 1;
            case "s", "sec", "secs", "second", "seconds" -> 1000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600_000;
            case "d", "day", "days" -> 86_400_000;
            default -> 0;
        };
    }

    private static Duration untilClock(Matcher clock, Instant now) {
        ZoneId zone = clock.group(7) == null ? ZoneId.systemDefault() : ZoneId.of(clock.group(7));
        ZonedDateTime here = now.atZone(zone);
        int hour = Integer.parseInt(clock.group(4));
        if (clock.group(6) != null) {
            hour = hour % 12 + (clock.group(6).equalsIgnoreCase("pm") ? 12 : 0);
        } else if (clock.group(5) == null) {
            return null; // A bare number is no time.
        }
        int minute = clock.group(5) == null ? 0 : Integer.parseInt(clock.group(5));
        ZonedDateTime then = here.with(LocalTime.of(hour, minute));
        if (clock.group(1) == null) {
            then = then.isAfter(here) ? then : then.plusDays(1);
        } else {
            int month = MONTHS.indexOf(clock.group(1).toLowerCase(Locale.ROOT));
            if (month < 0 || month % 3 != 0) {
                return null;
            }
            int year = clock.group(3) == null ? here.getYear() : Integer.parseInt(clock.group(3));
            then =
                    then.withDayOfMonth(1)
                            .withYear(year)
                            .withMonth(month / 3 + 1)
                            .withDayOfMonth(Integer.parseInt(clock.group(2)));
        }
        Duration pause = Duration.between(now, then);
        return pause.isNegative() ? Duration.ZERO : pause;
    }
}
