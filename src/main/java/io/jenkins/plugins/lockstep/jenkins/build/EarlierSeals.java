package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Entry;
import io.jenkins.plugins.lockstep.evidence.Material;
import io.jenkins.plugins.lockstep.evidence.Proof;
import io.jenkins.plugins.lockstep.run.SealIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this controller sealed in the earlier builds of a job, whatever its content key. Ledgers of
 * builds that ended don't change, so it is read once for a build.
 */
final class EarlierSeals {
    private final SealIndex index = new SealIndex();
    private final Map<Digest, String> holders = new HashMap<>();

    private EarlierSeals() {}

    static EarlierSeals of(Run<?, ?> build, TaskListener listener) {
        EarlierSeals all = new EarlierSeals();
        List<Run<?, ?>> builds = new ArrayList<>(EarlierBuilds.of(build));
        Collections.reverse(builds);
        for (Run<?, ?> earlier : builds) {
            try {
                all.read(earlier);
            } catch (IOException e) {
                EarlierLedger.unreadable(earlier, e, listener);
            }
        }
        return all;
    }

    private void read(Run<?, ?> earlier) throws IOException {
        for (Entry entry : new EarlierLedger(EarlierBuilds.files(earlier)).signed()) {
            index.add(entry);
            Proof proof = Proof.of(entry.statement());
            if (proof != null) {
                holders.put(
                        Material.of(proof, entry.digest()).digest(), earlier.getExternalizableId());
            }
        }
    }

    SealIndex index() {
        return index;
    }

    /** The latest build that has a seal and its evidence; empty if that is gone. */
    Optional<Run<?, ?>> holder(Digest seal) {
        return Optional.ofNullable(holders.get(seal)).map(Run::fromExternalizableId);
    }
}
