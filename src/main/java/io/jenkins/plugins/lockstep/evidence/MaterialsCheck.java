package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a seal stands on is sealed before it, under that name, and is all that the plan demands. The
 * work that a seal began with may be in the ledger that it was taken over from.
 */
final class MaterialsCheck implements Check {
    private final GateRule rule;
    private final Map<Digest, String> sealed = new HashMap<>();

    /** Seals of other ledgers that are here only as work, by digest. */
    private final Map<Digest, String> works = new HashMap<>();

    /**
     * @param rule null if the plan is not known
     */
    MaterialsCheck(GateRule rule) {
        this.rule = rule;
    }

    @Override
    public String name() {
        return "materials";
    }

    @Override
    public void seal(Seal seal, Findings findings) {
        if (!seal.sound() || seal.proof() == null) {
            return;
        }
        Proof proof = seal.proof();
        Material own = Material.of(proof, seal.digest());
        if (proof.isWorkOnly()) {
            works.put(own.digest(), own.name());
            return;
        }
        for (Material material : proof.materials()) {
            boolean begunWith = material.name().equals(own.name());
            if (!begunWith) {
                check(seal, material, sealed.get(material.digest()), findings);
            } else if (proof.takenOver() == null) {
                String first = works.get(material.digest());
                check(
                        seal,
                        material,
                        first == null ? sealed.get(material.digest()) : first,
                        findings);
            }
        }
        checkOrder(seal, proof, findings);
        sealed.put(own.digest(), own.name());
    }

    /**
     * @param name of what is sealed under the material's digest; null if nothing is
     */
    private void check(Seal seal, Material material, String name, Findings findings) {
        if (name == null) {
            findings.add(
                    this,
                    seal,
                    "it stands on "
                            + material.name()
                            + " with the seal "
                            + material.digest()
                            + (works.containsKey(material.digest())
                                    ? ", which is here as work to begin with, not as a proof"
                                    : ", which is not sealed before it"));
        } else if (!name.equals(material.name())) {
            findings.add(
                    this,
                    seal,
                    "it stands on a seal of " + name + " as if it were " + material.name());
        }
    }

    private void checkOrder(Seal seal, Proof proof, Findings findings) {
        if (rule == null) {
            return;
        }
        Optional<Set<String>> demanded =
                rule.prerequisites(proof.planDigest(), proof.milestone(), proof.phase());
        if (demanded.isEmpty()) {
            return;
        }
        Set<String> named =
                proof.materials().stream().map(Material::name).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>(demanded.get());
        missing.removeAll(named);
        if (!missing.isEmpty()) {
            findings.add(
                    this,
                    seal,
                    "the plan has it come after "
                            + String.join(", ", missing)
                            + ", but it does not stand on that");
        }
    }
}
