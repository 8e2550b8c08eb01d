package io.jenkins.plugins.lockstep.evidence;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.Objects;

/**
 * A seal that a phase stands on.
 *
 * @param name {@code m<milestone>/<phase>} of that seal: {@code m1/research}, {@code
 *     m1/gate:lint+typecheck}
 * @param digest of that seal
 */
public record Material(String name, Digest digest) {
    public Material {
        Objects.requireNonNull(name, "material without name");
        Objects.requireNonNull(digest, "material without digest");
    }

    /** The name of a phase's or gate's seal as material. */
    public static String name(int milestone, String phase) {
        return "m" + milestone + "/" + phase;
    }

    /** The seal of a phase or gate, as material for what comes after it. */
    public static Material of(Proof proof, Digest seal) {
        return new Material(
                name(proof.milestone(), proof.phase()),
                proof.takenOver() == null ? seal : proof.takenOver().seal());
    }
}
