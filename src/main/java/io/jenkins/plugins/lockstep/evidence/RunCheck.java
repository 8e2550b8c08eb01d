package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.HashSet;
import java.util.Set;

/** Every seal belongs to the run that had begun last, and to its plan; no run begins twice. */
final class RunCheck implements Check {
    private final Set<String> runs = new HashSet<>();
    private RunPredicate current;

    @Override
    public String name() {
        return "run";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (!seal.sound()) {
            return;
        }
        if (seal.run() != null) {
            if (!runs.add(seal.run().run())) {
                findings.add(this, seal, "a run of that name has begun before");
            }
            current = seal.run();
        } else if (seal.proof() != null) {
            check(seal, seal.proof().run(), plan(seal.proof()), findings);
        } else if (seal.waiver() != null) {
            check(seal, seal.waiver().run(), seal.waiver().planDigest(), findings);
        }
    }

    /** The plan that it must have been sealed under; null if it was sealed in another ledger. */
    private static Digest plan(Proof proof) {
        return proof.takenOver() == null ? proof.planDigest() : null;
    }

    private void check(Seal seal, String run, Digest plan, Findings findings) {
        if (current == null || !current.run().equals(run)) {
            findings.add(
                    this,
                    seal,
                    "it says that it belongs to run "
                            + run
                            + ", but "
                            + (current == null
                                    ? "no run has begun"
                                    : "it stands in run " + current.run()));
        } else if (plan != null && !current.planDigest().equals(plan)) {
            findings.add(
                    this,
                    seal,
                    "it was sealed under the plan "
                            + plan
                            + ", but run "
                            + run
                            + " is pinned to "
                            + current.planDigest());
        }
    }
}
