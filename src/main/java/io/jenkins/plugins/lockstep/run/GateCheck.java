package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.evidence.Ledger;
import io.jenkins.plugins.lockstep.evidence.SigningKey;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is checked before anything starts and again before it is sealed: the plan, the ledger, what
 * it stands on.
 */
final class GateCheck {
    private final Path planFile;
    private final Digest pinned;
    private final Home home;
    private final ObjectStore store;
    private final Ledger ledger;
    private final SealIndex index;

    GateCheck(
            Path planFile,
            Digest pinned,
            Home home,
            ObjectStore store,
            Ledger ledger,
            SealIndex index) {
        this.planFile = planFile;
        this.pinned = pinned;
        this.home = home;
        this.store = store;
        this.ledger = ledger;
        this.index = index;
    }

    /** All that is wrong; empty if nothing is. */
    List<Failure> check(List<Sealed> materials) throws IOException, InterruptedException {
        List<Failure> failures = new ArrayList<>();
        if (!Files.isRegularFile(planFile) || !Digest.of(planFile).equals(pinned)) {
            failures.add(
                    Failure.at(
                            "plan",
                            Cause.PLAN_CHANGED,
                            "the plan is not the one that this run was started with ("
                                    + pinned
                                    + "). Put it back, or start"
                                    + " another run with the new one",
                            planFile.getFileName().toString(),
                            0));
        }
        Optional<String> damage = ledger.damage();
        damage.ifPresent(text -> failures.add(Failure.of("ledger", Cause.EVIDENCE_BROKEN, text)));
        SigningKey.damage(home.key(), ledger.verifyingKey())
                .ifPresent(text -> failures.add(Failure.of("key", Cause.EVIDENCE_BROKEN, text)));
        failures.addAll(EvidenceIntegrity.check(home, store, materials, index));
        return failures;
    }
}
