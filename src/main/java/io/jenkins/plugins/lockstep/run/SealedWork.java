package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.evidence.Material;
import java.util.List;

/**
 * What a phase was sealed from, besides what it left.
 *
 * @param base the commit that it started from
 * @param plan digest of the plan that its run was pinned to
 * @param materials the seals that it stands on
 * @param byAgent whether agents worked on it
 * @param costUsd what they cost
 */
public record SealedWork(
        Sealed sealed,
        String base,
        Digest plan,
        List<Material> materials,
        boolean byAgent,
        double costUsd) {
    /** The seal's name as material. */
    String name() {
        return Material.name(sealed.milestone(), sealed.node());
    }

    /** Whether it began with what an earlier attempt left. */
    boolean isTakenOver() {
        return prerequisites().size() < materials.size();
    }

    /** The seals that it stands on, without that of its own work which it took over. */
    List<Material> prerequisites() {
        return materials.stream().filter(material -> !material.name().equals(name())).toList();
    }
}
