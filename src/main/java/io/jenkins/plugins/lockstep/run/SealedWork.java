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
 * @param costUsd what its agents cost
 */
record SealedWork(
        Sealed sealed, String base, Digest plan, List<Material> materials, double costUsd) {
    /** The seal's name as material. */
    String name() {
        return Material.name(sealed.milestone(), sealed.node());
    }

    /** The seals that it stands on, without that of its own work which it took over. */
    List<Material> prerequisites() {
        return materials.stream().filter(material -> !material.name().equals(name())).toList();
    }
}
