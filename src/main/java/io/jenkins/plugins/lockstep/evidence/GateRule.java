package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Optional;
import java.util.Set;

/** What a plan demands of the order of phases, asked by the verifier. */
@FunctionalInterface
public interface GateRule {
    /**
     * The materials that the seal of a phase or gate must name.
     *
     * @param plan digest of the plan that the seal's run was pinned to
     * @param phase a phase's name, or {@code gate:…}
     * @return names as {@link Material#name} makes them; empty if that plan is not known any more,
     *     and the order can't be checked
     */
    Optional<Set<String>> prerequisites(Digest plan, int milestone, String phase);
}
