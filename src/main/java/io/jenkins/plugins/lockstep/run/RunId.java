package io.jenkins.plugins.lockstep.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names runs after their time, such that names sort as the runs began: a clock that was set back
 * between two counts on from the later one.
 */
final class RunId {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final Pattern FORM = Pattern.compile("(\\d{8}-\\d{6})-[0-9a-f]{6}");

    private RunId() {}

    /**
     * A name that no run has and that comes after all others.
     *
     * @param runs their directory, which may not exist yet
     */
    static String next(Path runs, Instant now) throws IOException {
        Instant time = now.truncatedTo(ChronoUnit.SECONDS);
        Optional<Instant> last = last(runs);
        if (last.isPresent() && !time.isAfter(last.get())) {
            time = last.get().plusSeconds(1);
        }
        return TIME.format(time) + String.format("-%06x", new SecureRandom().nextInt(1 << 24));
    }

    private static Optional<Instant> last(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (var names = Files.list(runs)) {
            return names.map(run -> time(run.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .max(Instant::compareTo);
        }
    }

    private static Optional<Instant> time(String name) {
        Matcher matcher = FORM.matcher(name);
        try {
            return matcher.matches()
                    ? Optional.of(TIME.parse(matcher.group(1), Instant::from))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
