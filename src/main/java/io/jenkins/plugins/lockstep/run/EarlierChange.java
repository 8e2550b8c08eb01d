package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.base.Digest;
import java.util.List;

/**
 * What an attempt left, as far as another attempt needs to know it.
 *
 * @param seal of it; null if it is unfinished work of the attempt before
 * @param from the commit that it began from
 * @param to the commit that it left
 * @param attempt its number there
 * @param run that it was made in
 */
public record EarlierChange(Digest seal, String from, String to, int attempt, String run) {
    public static EarlierChange of(SealedWork work) {
        Sealed sealed = work.sealed();
        return new EarlierChange(
                sealed.seal(), work.base(), sealed.commit(), sealed.attempt(), sealed.run());
    }

    /** What must be in a store to bring it onto another commit. */
    public List<String> commits() {
        return List.of(from, to);
    }

    /** For a person: {@code what attempt 2 left, sealed in …}. */
    public String told() {
        return "what attempt " + attempt + " left" + (seal == null ? "" : ", sealed in " + run);
    }
}
