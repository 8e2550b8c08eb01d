package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;

/** {@code lockstep(milestone: 1) { … }}: the run that the enclosed phases belong to. */
public final class LockstepStep extends Step {
    private final int milestone;
    private String plan = LockstepScope.PLAN;
    private int attempts = 1;
    private String timeout;
    private boolean skipOwnCommits;
    private boolean anew;

    @DataBoundConstructor
    public LockstepStep(int milestone) {
        this.milestone = milestone;
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        return new LockstepExecution(context, this);
    }

    public int getMilestone() {
        return milestone;
    }

    public String getPlan() {
        return plan;
    }

    @DataBoundSetter
    public void setPlan(String plan) {
        String trimmed = Util.fixEmptyAndTrim(plan);
        this.plan = trimmed == null ? LockstepScope.PLAN : trimmed;
    }

    public int getAttempts() {
        return attempts;
    }

    @DataBoundSetter
    public void setAttempts(int attempts) {
        this.attempts = Math.max(1, attempts);
    }

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    public boolean isSkipOwnCommits() {
        return skipOwnCommits;
    }

    @DataBoundSetter
    public void setSkipOwnCommits(boolean skipOwnCommits) {
        this.skipOwnCommits = skipOwnCommits;
    }

    public boolean isAnew() {
        return anew;
    }

    @DataBoundSetter
    public void setAnew(boolean anew) {
        this.anew = anew;
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public Set<? extends Class<?>> getProvidedContext() {
            return Set.of(LockstepScope.class);
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public String getFunctionName() {
            return "lockstep";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep run of a milestone";
        }

        public FormValidation doCheckTimeout(@QueryParameter String timeout) {
            return DurationField.check(timeout);
        }
    }
}
