package io.jenkins.plugins.lockstep.jenkins;

import hudson.model.AbstractProject;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * Shows a step's form in a page that can be submitted, as the snippet generator's page shows it.
 */
public final class StepBuilder extends Builder {
    private final Step step;

    @DataBoundConstructor
    public StepBuilder(Step step) {
        this.step = step;
    }

    public Step getStep() {
        return step;
    }

    /** Not indexed: the test adds it. */
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {
        @Override
        @SuppressWarnings("rawtypes")
        public boolean isApplicable(Class<? extends AbstractProject> job) {
            return true;
        }

        @Override
        public String getDisplayName() {
            return "A step";
        }

        /** The shown step's alone, so that the page stays small. */
        public List<StepDescriptor> steps(StepBuilder shown) {
            return shown == null ? List.of() : List.of(shown.step.getDescriptor());
        }
    }
}
