package io.jenkins.plugins.lockstep.jenkins.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Commits as git bundles in the build's directory. The controller opens none: git on the next agent
 * takes only the commit that the ledger names, whose name is the digest of its content.
 */
final class Bundles {
    private static final int MAX_HEADER_LINES = 1000;

    private Bundles() {}

    /**
     * @throws IOException unless it is a bundle that says to hold the commit
     */
    static void check(Path bundle, String commit) throws IOException {
        try (BufferedReader in =
                new BufferedReader(
                        new java.io.InputStreamReader(
                                Files.newInputStream(bundle), StandardCharsets.ISO_8859_1))) {
            String line = in.readLine();
            if (line == null || !line.matches("# v[23] git bundle")) {
                throw new IOException("what the agent sent as a bundle is none");
            }
            for (int n = 0; n < MAX_HEADER_LINES; n++) {
                line = in.readLine();
                if (line == null || line.isEmpty()) {
                    break;
                }
                if (line.startsWith(commit + " ")) {
                    return;
                }
            }
        }
        throw new IOException("the bundle from the agent does not hold " + commit);
    }

    static void copy(Path bundle, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(bundle, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Copies a commit from one build to another, if the one has it and the other lacks it. */
    static void bring(BuildFiles from, String commit, BuildFiles to) throws IOException {
        if (Files.exists(from.bundle(commit)) && !Files.exists(to.bundle(commit))) {
            copy(from.bundle(commit), to.bundle(commit));
        }
    }

    static void keep(Path bundle, String commit, BuildFiles files) throws IOException {
        Path to = files.bundle(commit);
        Files.createDirectories(to.getParent());
        Files.move(bundle, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
