package io.jenkins.plugins.lockstep.attempt;

import io.jenkins.plugins.lockstep.base.Digest;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.validate.TestCounts;
import java.util.List;
import java.util.Map;

/**
 * All that one attempt of one phase is given. It travels as JSON to wherever the attempt is made;
 * what it was made from (ledger, keys) does not.
 *
 * @param run run id
 * @param planDigest of the pinned plan; whoever makes the attempt reads the plan's bytes against it
 * @param base the commit that the attempt is proven against
 * @param start the commit that the work begins from: the base, or work on it that was made before
 *     and is taken over, which is proven like any other
 * @param milestoneBase the commit that the milestone started from
 * @param seals digest of each ancestor's seal, by phase
 * @param hold ancestors whose proofs must also hold if the attempt changes files, in the graph's
 *     order
 * @param baselines test figures that may not get worse, by phase
 * @param earlier failures of the attempt before this one, for the prompt
 * @param millis time left, in milliseconds
 * @param limit what set it, for a person
 */
public record AttemptSpec(
        String run,
        int milestone,
        String phase,
        int attempt,
        Digest planDigest,
        String base,
        String start,
        String milestoneBase,
        Map<String, Digest> seals,
        List<String> hold,
        Map<String, TestCounts> baselines,
        List<Failure> earlier,
        long millis,
        String limit) {

    public AttemptSpec {
        start = start == null || start.isEmpty() ? base : start;
        seals = Map.copyOf(seals);
        hold = List.copyOf(hold);
        baselines = Map.copyOf(baselines);
        earlier = List.copyOf(earlier);
    }

    /** Of one whose work begins from the base. */
    public AttemptSpec(
            String run,
            int milestone,
            String phase,
            int attempt,
            Digest planDigest,
            String base,
            String milestoneBase,
            Map<String, Digest> seals,
            List<String> hold,
            Map<String, TestCounts> baselines,
            List<Failure> earlier,
            long millis,
            String limit) {
        this(
                run,
                milestone,
                phase,
                attempt,
                planDigest,
                base,
                base,
                milestoneBase,
                seals,
                hold,
                baselines,
                earlier,
                millis,
                limit);
    }

    /** The same with other seals of what is before it, and beginning from another commit. */
    public AttemptSpec startingFrom(String commit, Map<String, Digest> cited) {
        return new AttemptSpec(
                run,
                milestone,
                phase,
                attempt,
                planDigest,
                base,
                commit,
                milestoneBase,
                cited,
                hold,
                baselines,
                earlier,
                millis,
                limit);
    }

    /** {@code m1-lint-2}: unique in a project, safe as a file name. */
    public String id() {
        return "m" + milestone + "-" + phase.replace(':', '.') + "-" + attempt;
    }
}
