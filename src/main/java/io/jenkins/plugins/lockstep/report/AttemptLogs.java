package io.jenkins.plugins.lockstep.report;

import io.jenkins.plugins.lockstep.base.Event;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The logs that one attempt left, wherever they lie now; each is given once. */
final class AttemptLogs {
    /** Longer lines are cut, in characters. */
    static final int MAX_LINE = 1 << 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,200}");
    private static final int MOST_FILES = 10_000;

    private final Path directory;
    private final List<Path> logs;

    private AttemptLogs(Path directory, List<Path> logs) {
        this.directory = directory;
        this.logs = logs;
    }

    /**
     * @param lockstep the directory {@code .lockstep}
     */
    static AttemptLogs of(Path lockstep, int milestone, String phase, int attempt)
            throws IOException {
        if (!NAME.matcher(phase).matches()) {
            return new AttemptLogs(lockstep, new ArrayList<>());
        }
        String place = "m" + milestone + "/" + phase + "/" + attempt;
        List<Path> directories =
                List.of(
                        lockstep.resolve("work/attempts")
                                .resolve(place.replace('/', '-'))
                                .resolve("evidence"),
                        lockstep.resolve("incoming").resolve(place),
                        lockstep.resolve("evidence").resolve(place),
                        lockstep.resolve("failed").resolve(place));
        // In the order in which they move, should they do so just now.
        for (Path directory : directories) {
            Path logs = directory.resolve("logs");
            if (Files.isDirectory(logs, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    return new AttemptLogs(directory, files(logs));
                } catch (NoSuchFileException e) {
                    continue;
                }
            }
        }
        return new AttemptLogs(lockstep, new ArrayList<>());
    }

    /** The log of what ended by that event, if it was not yet given. */
    Optional<Path> next(Event ended) {
        Predicate<Path> is =
                switch (ended.type()) {
                    case SESSION_ENDED -> named(ended.session());
                    case TOOL_ENDED -> {
                        String path = Values.text(ended.data(), "log");
                        yield path.isEmpty()
                                ? named(Values.text(ended.data(), "tool"))
                                : log -> log.equals(directory.resolve(path).normalize());
                    }
                    default -> log -> false;
                };
        Optional<Path> found = logs.stream().filter(is).findFirst();
        found.ifPresent(logs::remove);
        return found;
    }

    private static Predicate<Path> named(String name) {
        String file = name.replaceAll("[^A-Za-z0-9._-]", "_") + ".log";
        return log -> log.getFileName().toString().equals(file);
    }

    /** Those not yet given, by name. */
    List<Path> rest() {
        List<Path> rest = List.copyOf(logs);
        logs.clear();
        return rest;
    }

    /** Gives a log's lines. */
    static void lines(Path log, Consumer<String> to) throws IOException {
        try (Reader reader =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(log, LinkOption.NOFOLLOW_LINKS),
                                StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int next = reader.read(); next >= 0; next = reader.read()) {
                if (next == '\n') {
                    to.accept(line.toString());
                    line.setLength(0);
                } else if (line.length() < MAX_LINE) {
                    line.append((char) next);
                }
            }
            if (!line.isEmpty()) {
                to.accept(line.toString());
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory, 4)) {
            return new ArrayList<>(
                    files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .limit(MOST_FILES)
                            .sorted()
                            .toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
