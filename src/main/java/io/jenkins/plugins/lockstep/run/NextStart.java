package io.jenkins.plugins.lockstep.run;

import io.jenkins.plugins.lockstep.attempt.AttemptResult;
import io.jenkins.plugins.lockstep.attempt.AttemptSpec;
import io.jenkins.plugins.lockstep.base.Cause;
import io.jenkins.plugins.lockstep.base.Failure;
import io.jenkins.plugins.lockstep.git.ObjectStore;
import io.jenkins.plugins.lockstep.git.Transplant;
import io.jenkins.plugins.lockstep.plan.Phase;
import io.jenkins.plugins.lockstep.plan.PhaseKind;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Where the work of an attempt begins after one that failed. */
public final class NextStart {
    /** Why a per-file attempt fails that the next one may carry on from. */
    private static final Set<Cause> UNFINISHED =
            EnumSet.of(
                    Cause.NO_PROGRESS, Cause.AGENT_FAILED, Cause.FOREIGN_CHANGE, Cause.TIME_LIMIT);

    private final ObjectStore store;

    public NextStart(ObjectStore store) {
        this.store = store;
    }

    /** After one that took nothing over: from what it got done, if that is all right so far. */
    static String carryingOn(String base, AttemptResult failed) {
        return isUnfinished(failed) ? failed.commit() : base;
    }

    /**
     * After the first one that took work over: agents mend that. What was made file by file is made
     * again in the files that failures name.
     *
     * @param spec of the one that failed
     * @return its base if all is to be made again
     */
    public String mending(Phase phase, AttemptSpec spec, AttemptResult failed)
            throws IOException, InterruptedException {
        if (!phase.kind().changesFiles()) {
            return spec.base();
        }
        if (isUnfinished(failed)) {
            return failed.commit();
        }
        if (phase.kind() != PhaseKind.ISSUES) {
            return spec.start();
        }
        Set<String> named = new HashSet<>();
        for (Failure failure : failed.failures()) {
            named.add(failure.file());
            failure.issues().forEach(issue -> named.add(issue.file()));
        }
        String left = failed.commit();
        String message = "Lockstep: " + phase.name() + ", without what failed";
        String start = new Transplant(store).without(spec.base(), left, named, message);
        return start.equals(left) ? spec.base() : start;
    }

    private static boolean isUnfinished(AttemptResult failed) {
        return failed.failures().stream().allMatch(one -> UNFINISHED.contains(one.cause()));
    }
}
