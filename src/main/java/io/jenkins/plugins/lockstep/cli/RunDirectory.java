package io.jenkins.plugins.lockstep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what a run left in a project. */
final class RunDirectory {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,100}");

    private RunDirectory() {}

    /**
     * The directory of a run, or of the one that began last: their names sort as they began.
     *
     * @param run its id; null for the last
     * @throws IOException with what to do, if there is none
     */
    static Path find(Path project, String run) throws IOException {
        Path runs = project.resolve(".lockstep/runs");
        if (!Files.isDirectory(runs)) {
            throw new IOException(project + " has no runs yet: start one with lockstep run");
        }
        List<Path> all = all(runs);
        if (run == null) {
            return all.stream()
                    .reduce((before, after) -> after)
                    .orElseThrow(() -> new IOException("no run in " + runs + " has any events"));
        }
        Path found = ID.matcher(run).matches() ? runs.resolve(run) : runs;
        if (!all.contains(found)) {
            String names =
                    String.join(", ", all.stream().map(p -> p.getFileName().toString()).toList());
            throw new IOException("no run " + run + "; there are: " + names);
        }
        return found;
    }

    /** All runs, the one that began last first. */
    static List<Path> newestFirst(Path project) throws IOException {
        return all(project.resolve(".lockstep/runs")).stream()
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    private static List<Path> all(Path runs) throws IOException {
        try (Stream<Path> list = Files.list(runs)) {
            return list.filter(path -> Files.isRegularFile(events(path), LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    static Path events(Path directory) {
        return directory.resolve("events.jsonl");
    }
}
