package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
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

/**
 * {@code withPhase('lint') { … }}: the body does the work of a phase, and Lockstep proves and seals
 * it.
 */
public final class WithPhaseStep extends Step {
    private final String name;
    private String tool;
    private String timeout;

    @DataBoundConstructor
    public WithPhaseStep(String name) {
        this.name = name;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new WithPhaseExecution(context, new PhaseRequest(name, tool, timeout));
    }

    public String getName() {
        return name;
    }

    public String getTool() {
        return tool;
    }

    @DataBoundSetter
    public void setTool(String tool) {
        this.tool = Util.fixEmptyAndTrim(tool);
    }

    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(
                    Run.class, TaskListener.class, FilePath.class, Launcher.class, EnvVars.class);
        }

        @Override
        public Set<? extends Class<?>> getProvidedContext() {
            return Set.of(FilePath.class);
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public String getFunctionName() {
            return "withPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase done by the enclosed steps";
        }

        public FormValidation doCheckTimeout(@QueryParameter String timeout) {
            return DurationField.check(timeout);
        }
    }
}
