package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the evidence of an attempt is, relative to the root of all evidence. */
public final class Places {
    static final String GATE = "gate:";

    private static final int LONGEST_GATE = 100;
    private static final String NAME = "[a-z][a-z0-9_-]{0,40}";
    private static final Pattern PHASE = Pattern.compile(NAME);
    private static final Pattern PLACE =
            Pattern.compile(
                    "m[1-9][0-9]{0,8}/(?:" + NAME + "|gate\\.[a-z0-9_+-]{1,104})/[1-9][0-9]{0,8}");

    private Places() {}

    /**
     * {@code m<milestone>/<phase>/<attempt>}. A gate's directory is {@code gate.lint+typecheck}, or
     * {@code gate.<digest>} where that would be too long for a file system.
     *
     * @throws IllegalArgumentException if milestone or attempt is not positive, or the phase's name
     *     not allowed
     */
    public static String of(int milestone, String phase, int attempt) {
        check(milestone, phase, attempt);
        return "m" + milestone + "/" + directory(phase) + "/" + attempt;
    }

    /**
     * The highest attempt that has a file or directory of its number there; 0 if none has.
     *
     * @param attempts the directory of one phase; need not exist
     */
    public static int lastAttempt(Path attempts) throws IOException {
        if (!Files.isDirectory(attempts)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(attempts)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,9}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElse(0);
        }
    }

    private static String directory(String phase) {
        if (!phase.startsWith(GATE)) {
            return phase;
        }
        String after = phase.substring(GATE.length());
        return "gate."
                + (after.length() <= LONGEST_GATE
                        ? after
                        : Digest.of(after).hex().substring(0, 40));
    }

    static boolean isPlace(String path) {
        return PLACE.matcher(path).matches();
    }

    static void check(int milestone, String phase, int attempt) {
        if (milestone < 1 || milestone > 999_999_999 || attempt < 1 || attempt > 999_999_999) {
            throw new IllegalArgumentException(
                    "milestone " + milestone + ", attempt " + attempt + ": each must be positive");
        }
        checkPhase(phase);
    }

    static void checkPhase(String phase) {
        if (phase == null || !isPhase(phase)) {
            throw new IllegalArgumentException("'" + phase + "' is not the name of a phase");
        }
    }

    private static boolean isPhase(String phase) {
        if (!phase.startsWith(GATE)) {
            return PHASE.matcher(phase).matches();
        }
        return Arrays.stream(phase.substring(GATE.length()).split("\\+", -1))
                .allMatch(name -> PHASE.matcher(name).matches());
    }
}
