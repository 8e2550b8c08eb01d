package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks for many commits at once whether they are in a store. */
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
        byte[] answers =
                store.git()
                        .bytes(
                                names.toString().getBytes(StandardCharsets.US_ASCII),
                                "cat-file",
                                "--batch-check=%(objectname) %(objecttype)",
                                "--buffer");
        Set<String> there =
                new String(answers, StandardCharsets.US_ASCII).lines().collect(Collectors.toSet());
        return commits.stream().filter(commit -> !there.contains(commit + " commit")).toList();
    }
}
