package io.jenkins.plugins.lockstep.jenkins.build;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.run.EarlierChange;
import java.util.List;
import java.util.Map;

/**
 * What an attempt may begin with instead of asking an agent.
 *
 * @param changes the latest first; of a phase that owes a text, that alone
 * @param text its name and content; empty for a phase that owes none
 * @param cited the seals that the text may cite, by phase
 */
public record EarlierOffer(
        List<EarlierChange> changes, Map<String, byte[]> text, Map<String, Digest> cited) {
    /** Of nothing. */
    public static final EarlierOffer NONE = new EarlierOffer(List.of(), Map.of(), Map.of());

    /** Of one change alone. */
    public static EarlierOffer of(EarlierChange change) {
        return new EarlierOffer(List.of(change), Map.of(), Map.of());
    }
}
