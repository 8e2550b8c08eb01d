package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.base.Globs;
import io.jenkins.plugins.lockstep.base.Issue;
import io.jenkins.plugins.lockstep.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Finds changed sources and tests whose added lines git does not tell, so that nobody can look
 * through them: files with a NUL near their beginning, very large ones, and links.
 */
final class Opaque {
    /** Where git looks for a NUL to tell binary files from text. */
    private static final int LOOKED_AT = 8_000;

    /** Well below what git takes for too big to compare (512 MiB). */
    private static final long TOO_LARGE = 64L << 20;

    private Opaque() {}

    static List<Issue> of(ProofRequest request) throws IOException {
        Plan.Project project = request.plan().project();
        Predicate<String> code =
                Globs.matcher(project.sources()).or(Globs.matcher(project.tests()));
        List<Issue> issues = new ArrayList<>();
        for (String file : request.changedFiles()) {
            if (!code.test(file) || request.addedLines().containsKey(file)) {
                continue;
            }
            String why = why(request.checkout().resolve(file));
            if (!why.isEmpty()) {
                String message =
                        "it can't be read as text: %s. Leave it out of project.sources and tests if it is none"
                                .formatted(why);
                issues.add(new Issue(Placeholders.NAME, file, 0, 0, "error", "opaque", message));
            }
        }
        return issues;
    }

    /** Empty for text, and for what is not there any more. */
    private static String why(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "it is a link";
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        if (Files.size(file) > TOO_LARGE) {
            return "it has more than %d MiB".formatted(TOO_LARGE >> 20);
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (byte b : in.readNBytes(LOOKED_AT)) {
                if (b == 0) {
                    return "it has a NUL in it";
                }
            }
        }
        return "";
    }
}
