package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.evidence.Verifier;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import io.jenkins.plugins.lockstep.plan.Plan;
import io.jenkins.plugins.lockstep.run.Verifying;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** Verifies a build's ledger against its archived evidence. */
public final class BuildVerification {
    private BuildVerification() {}

    /**
     * @throws AbortException if the build has no ledger
     */
    public static Verification verify(Run<?, ?> build) throws IOException {
        BuildFiles files = EarlierBuilds.files(build);
        if (!Files.exists(files.ledger()) || !Files.exists(files.plan())) {
            throw new AbortException(
                    "Lockstep: " + build.getFullDisplayName() + " has no evidence");
        }
        Plan plan = PinnedPlan.read(files).plan();
        return Verifier.with(ControllerKey.get().verifyingKey())
                .withRule(Verifying.rule(Map.of(plan.digest(), PhaseGraph.of(plan))))
                .withEvidence(
                        new ArtifactSource(
                                build.getArtifactManager().root().child(Artifacts.ROOT), files))
                .verify(files.root());
    }
}
