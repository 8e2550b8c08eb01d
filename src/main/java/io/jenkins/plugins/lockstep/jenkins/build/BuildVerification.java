package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.evidence.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Verifies a build's ledger against its archived evidence. */
public final class BuildVerification {
    private BuildVerification() {}

    /**
     * @throws AbortException if the build has no ledger
     */
    public static Verification verify(Run<?, ?> build) throws IOException {
        Path directory = build.getRootDir().toPath().resolve("lockstep");
        if (!Files.exists(directory.resolve("ledger.jsonl"))) {
            throw new AbortException(
                    "Lockstep: " + build.getFullDisplayName() + " has no evidence");
        }
        return Verifier.with(ControllerKey.get().verifyingKey())
                .withEvidence(
                        new ArtifactSource(build.getArtifactManager().root().child("lockstep")))
                .verify(directory);
    }
}
