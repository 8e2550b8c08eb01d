package io.jenkins.plugins.lockstep.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The logs that one attempt left, wherever they lie now; each is given once. */
final class AttemptLogs {
    /** Longer lines are cut, in characters. */
    static final int MAX_LINE = 1 << 16;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,200}");
    private static final int MOST_FILES = 10_000;

    private final List<Path> logs;

    private AttemptLogs(List<Path> logs) {
        this.logs = logs;
    }

    /**
     * @param lockstep the directory {@code .lockstep}
     */
    static AttemptLogs of(Path lockstep, int milestone, String phase, int attempt)
            throws IOException {
        if (!NAME.matcher(phase).matches()) {
            return new AttemptLogs(new ArrayList<>());
        }
        String place = "m" + milestone + "/" + phase + "/" + attempt;
        List<Path> directories =
                List.of(
                        lockstep.resolve("evidence").resolve(place),
                        lockstep.resolve("failed").resolve(place),
                        lockstep.resolve("work/attempts").resolve(place.replace('/', '-')));
        for (Path directory : directories) {
            Path logs = directory.resolve("logs");
            if (Files.isDirectory(logs, LinkOption.NOFOLLOW_LINKS)) {
                return new AttemptLogs(files(logs));
            }
        }
        return new AttemptLogs(new ArrayList<>());
    }

    /** The oldest log of that name that was not yet given. */
    Optional<Path> next(String name) {
        Optional<Path> found = named(name).findFirst();
        found.ifPresent(logs::remove);
        return found;
    }

    /** The newest log of that name. */
    Optional<Path> last(String name) {
        return named(name).reduce((older, newer) -> newer);
    }

    private Stream<Path> named(String name) {
        String file = name.replaceAll("[^A-Za-z0-9._-]", "_") + ".log";
        return logs.stream().filter(log -> log.getFileName().toString().equals(file));
    }

    /** Those not yet given, oldest first. */
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
                            .sorted(Comparator.comparing(AttemptLogs::time).thenComparing(p -> p))
                            .toList());
        }
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
