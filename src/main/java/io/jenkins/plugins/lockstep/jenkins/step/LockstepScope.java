package io.jenkins.plugins.lockstep.jenkins.step;

import java.io.IOException;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** What a {@code lockstep} block tells the steps inside. */
public final class LockstepScope implements Serializable {
    private static final long serialVersionUID = 1;

    /** Where a plan is, unless somebody says otherwise. */
    static final String PLAN = "lockstep.yaml";

    private final int milestone;
    private final String plan;
    private final long deadline;
    private final boolean skipOwnCommits;
    private final boolean anew;

    /**
     * @param deadline in milliseconds since the epoch, since a build can survive the process; 0 for
     *     none
     * @param anew whether agents do again what could be taken over
     */
    LockstepScope(int milestone, String plan, long deadline, boolean skipOwnCommits, boolean anew) {
        this.milestone = milestone;
        this.plan = plan;
        this.deadline = deadline;
        this.skipOwnCommits = skipOwnCommits;
        this.anew = anew;
    }

    /** The enclosing block's; outside of any, the plan's first milestone without a limit. */
    static LockstepScope of(StepContext context) throws IOException, InterruptedException {
        LockstepScope scope = context.get(LockstepScope.class);
        return scope == null ? new LockstepScope(0, PLAN, 0, false, false) : scope;
    }

    /** 0 for the first of the plan. */
    public int milestone() {
        return milestone;
    }

    public String plan() {
        return plan;
    }

    public long deadline() {
        return deadline;
    }

    public boolean skipOwnCommits() {
        return skipOwnCommits;
    }

    public boolean anew() {
        return anew;
    }
}
