package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a seal stands on is sealed before it, under that name, and is all that the plan demands. */
final class MaterialsCheck implements Check {
    private final GateRule rule;
    private final Map<Digest, String> sealed = new HashMap<>();

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
        for (Material material : proof.materials()) {
            String name = sealed.get(material.digest());
            if (name == null) {
                findings.add(
                        this,
                        seal,
                        "it stands on "
                                + material.name()
                                + " with the seal "
                                + material.digest()
                                + ", which is not sealed before it");
            } else if (!name.equals(material.name())) {
                findings.add(
                        this,
                        seal,
                        "it stands on a seal of " + name + " as if it were " + material.name());
            }
        }
        checkOrder(seal, proof, findings);
        Material own = Material.of(proof, seal.digest());
        sealed.put(own.digest(), own.name());
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
