package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Asks for many commits at once whether they are in a store as they were made. */
public final class Presence {
    private Presence() {}

    /** Those that are not there, in the order given; one git process asks for all. */
    public static List<String> missing(ObjectStore store, Collection<String> commits)
            throws IOException, InterruptedException {
        if (commits.isEmpty()) {
            return List.of();
        }
        StringBuilder names = new StringBuilder();
        commits.forEach(commit -> names.append(Git.object(commit)).append('\n'));
        Exec.Result<Set<String>> found =
                store.git()
                        .run(
                                Exec.bytes(names.toString().getBytes(StandardCharsets.US_ASCII)),
                                Presence::sound,
                                "cat-file",
                                "--batch",
                                "--buffer");
        if (found.exitCode() != 0 && commits.size() > 1) {
            // Git gives up at an object that it can't read.
            List<String> missing = new ArrayList<>();
            for (String commit : commits) {
                missing.addAll(missing(store, List.of(commit)));
            }
            return missing;
        }
        return commits.stream().filter(commit -> !found.output().contains(commit)).toList();
    }

    /** The commits whose content fits their name. */
    private static Set<String> sound(InputStream in) throws IOException {
        Set<String> sound = new HashSet<>();
        for (BatchAnswer one = BatchAnswer.read(in); one != null; one = BatchAnswer.read(in)) {
            if (one.sound() && one.type().equals("commit")) {
                sound.add(one.name());
            }
        }
        return sound;
    }
}
