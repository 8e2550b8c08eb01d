package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * A branch that a gate could not join, and so is made again on top of what was joined before it.
 * Counts only as long as that is sealed as it was.
 *
 * @param phase the first of the branch's own
 * @param base what was merged so far
 * @param joined seals of the branches in that, by phase
 */
record OnTop(int milestone, String phase, String base, Map<String, Digest> joined) {
    private static final Logger LOGGER = Logger.getLogger(OnTop.class.getName());

    OnTop {
        joined = new TreeMap<>(joined);
    }

    static List<OnTop> read(BuildFiles files) throws IOException {
        return Files.exists(files.onTop())
                ? List.of(Json.read(Files.readAllBytes(files.onTop()), OnTop[].class))
                : List.of();
    }

    /** Those of a milestone, by phase. */
    static Map<String, OnTop> of(BuildFiles files, int milestone) throws IOException {
        return read(files).stream()
                .filter(one -> one.milestone() == milestone)
                .collect(Collectors.toMap(OnTop::phase, one -> one, (one, later) -> later));
    }

    /**
     * Notes it, in place of an earlier one of that phase.
     *
     * @param remade the phase and all after it, whose seals count no more: nothing stays on top of
     *     them
     */
    void note(BuildFiles files, Set<String> remade) throws IOException {
        List<OnTop> all = new ArrayList<>(read(files));
        all.removeIf(
                one ->
                        one.milestone() == milestone
                                && (one.phase().equals(phase)
                                        || one.joined().keySet().stream()
                                                .anyMatch(remade::contains)));
        all.add(this);
        AtomicFiles.write(files.onTop(), Json.pretty(all));
    }

    /**
     * What an earlier build found out need not be found out again. If it can't be read any more, as
     * after a change of version, it will be.
     */
    static void carry(BuildFiles from, BuildFiles to) throws IOException {
        List<OnTop> all;
        try {
            all = read(from);
        } catch (IOException e) {
            LOGGER.log(Level.INFO, "not taken over from the build before: " + from.onTop(), e);
            return;
        }
        if (all.isEmpty()) {
            return;
        }
        for (OnTop one : all) {
            Path bundle = from.bundle(one.base());
            if (Files.exists(bundle)) {
                Bundles.copy(bundle, to.bundle(one.base()));
            }
        }
        AtomicFiles.write(to.onTop(), Json.pretty(all));
    }
}
