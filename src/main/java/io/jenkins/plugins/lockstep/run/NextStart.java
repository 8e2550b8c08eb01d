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

    /**
     * Whether agents mend what an attempt took over that failed: after the first one. After that
     * they begin anew.
     *
     * @param spec of the one that failed
     * @param took whether it took work over
     */
    public static boolean mends(AttemptSpec spec, boolean took) {
        return took && spec.earlier().isEmpty();
    }

    /**
     * Where agents begin to mend what was taken over; else from what was got done file by file, if
     * that is all right so far.
     *
     * @param spec of the one that failed
     * @param took whether it took work over
     * @return its base if all is to be made again
     */
    public String after(Phase phase, AttemptSpec spec, boolean took, AttemptResult failed)
            throws IOException, InterruptedException {
        if (mends(spec, took)) {
            return mending(phase, spec, failed);
        }
        boolean carriesOn = phase.kind() == PhaseKind.ISSUES && isUnfinished(failed);
        return carriesOn ? failed.commit() : spec.base();
    }

    /** What was made file by file is made again in the files that failures name. */
    private String mending(Phase phase, AttemptSpec spec, AttemptResult failed)
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
