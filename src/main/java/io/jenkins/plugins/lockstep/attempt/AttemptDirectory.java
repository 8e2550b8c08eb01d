package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The one directory that an attempt writes in.
 *
 * @param root named by {@link AttemptSpec#id}
 */
public record AttemptDirectory(Path root) {
    /** Creates the directory and its parts. */
    public static AttemptDirectory create(Path root) throws IOException {
        AttemptDirectory directory = new AttemptDirectory(root);
        Files.createDirectories(root.getParent());
        Files.createDirectory(root);
        Files.createDirectory(directory.in());
        Files.createDirectory(directory.out());
        Files.createDirectory(directory.sessions());
        Files.createDirectory(directory.evidence());
        Files.createDirectory(directory.logs());
        Files.createDirectory(directory.temporary());
        return directory;
    }

    /**
     * Throws away what would be sealed, for a new try. Nothing that writes there may be running.
     */
    public void clearEvidence() throws IOException {
        AtomicFiles.deleteTree(evidence());
        Files.createDirectory(evidence());
        Files.createDirectory(logs());
    }

    /** What the agent may read: evidence of earlier phases, by phase, and {@code seals.json}. */
    public Path in() {
        return root.resolve("in");
    }

    /** Where the agent leaves evidence. */
    public Path out() {
        return root.resolve("out");
    }

    /** Prompts and private directories of sessions. */
    public Path sessions() {
        return root.resolve("sessions");
    }

    /** Temporary directories of sessions and tools. */
    public Path temporary() {
        return root.resolve("tmp");
    }

    /** What will be sealed; out of the agent's reach. */
    public Path evidence() {
        return root.resolve("evidence");
    }

    /** Logs of all that ran; part of the evidence. */
    public Path logs() {
        return evidence().resolve("logs");
    }
}
