package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.base.AtomicFiles;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Places;
import io.jenkins.plugins.lockstep.run.SealIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives each attempt of a build its number, which none gets twice, whatever is killed: a file for
 * each. Not safe for use by several threads.
 */
final class AttemptNumbers {
    private final BuildFiles files;
    private final SealIndex index;

    /**
     * @param index of the build's ledger
     */
    AttemptNumbers(BuildFiles files, SealIndex index) {
        this.files = files;
        this.index = index;
    }

    /** A new one: one more than any before, in this build or taken over. */
    int next(int milestone, String node) throws IOException {
        int last = Places.lastAttempt(files.attempts(milestone, node));
        int number = Math.max(index.lastAttempt(milestone, node), last) + 1;
        Files.createFile(file(milestone, node, number));
        return number;
    }

    /** Keeps for a seal of an earlier build the number that it has there, if that is free here. */
    void keep(int milestone, String node, int number, Digest seal) throws IOException {
        Path file = file(milestone, node, number);
        if (!Files.exists(file)) {
            AtomicFiles.write(file, seal.toString().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** The number under which a seal of an earlier build is known here: its own, if it can be. */
    int taken(int milestone, String node, int number, Digest seal) throws IOException {
        Path file = file(milestone, node, number);
        if (!Files.exists(file) || Files.readString(file).equals(seal.toString())) {
            AtomicFiles.write(file, new byte[0]);
            return number;
        }
        return next(milestone, node);
    }

    private Path file(int milestone, String node, int number) throws IOException {
        Path attempts = Files.createDirectories(files.attempts(milestone, node));
        return attempts.resolve(Integer.toString(number));
    }
}
