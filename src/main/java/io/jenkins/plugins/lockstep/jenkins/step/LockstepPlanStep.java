package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.FilePath;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.lockstep.jenkins.build.BuildRuns;
import io.jenkins.plugins.lockstep.jenkins.build.PinnedPlan;
import io.jenkins.plugins.lockstep.jenkins.build.Workspaces;
import io.jenkins.plugins.lockstep.plan.PhaseGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code lockstepPlan()}: the waves of the plan's phases. */
public final class LockstepPlanStep extends Step {
    private int milestone;
    private String plan;

    @DataBoundConstructor
    public LockstepPlanStep() {
        super();
    }

    public int getMilestone() {
        return milestone;
    }

    @DataBoundSetter
    public void setMilestone(int milestone) {
        this.milestone = milestone;
    }

    public String getPlan() {
        return plan;
    }

    @DataBoundSetter
    public void setPlan(String plan) {
        this.plan = Util.fixEmptyAndTrim(plan);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, plan, milestone);
    }

    private static final class Execution
            extends SynchronousNonBlockingStepExecution<List<List<String>>> {
        private static final long serialVersionUID = 1;

        private final String path;
        private final int milestone;

        Execution(StepContext context, String path, int milestone) {
            super(context);
            this.path = path;
            this.milestone = milestone;
        }

        @Override
        protected List<List<String>> run() throws Exception {
            StepContext context = getContext();
            LockstepScope scope = LockstepScope.of(context);
            Run<?, ?> build = context.get(Run.class);
            FilePath workspace = context.get(FilePath.class);
            PinnedPlan pinned;
            if (workspace != null) {
                pinned =
                        Workspaces.pin(
                                build,
                                workspace,
                                path == null ? scope.plan() : path,
                                scope.skipOwnCommits(),
                                context.get(TaskListener.class));
            } else {
                pinned =
                        BuildRuns.get()
                                .of(build)
                                .pinned()
                                .orElseThrow(
                                        () ->
                                                new AbortException(
                                                        "Lockstep: the plan is not known yet. Call"
                                                                + " lockstepPlan inside a node with the repository checked out"));
            }
            pinned.milestone(milestone == 0 ? scope.milestone() : milestone);
            List<List<String>> waves = new ArrayList<>();
            PhaseGraph.of(pinned.plan()).waves().forEach(wave -> waves.add(new ArrayList<>(wave)));
            return waves;
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String getFunctionName() {
            return "lockstepPlan";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep plan as waves of phases";
        }
    }
}
