package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code validatePhase()}: verifies every earlier seal and looks for placeholders, with the
 * configured agent.
 */
public final class ValidatePhaseStep extends PhaseStep {
    @DataBoundConstructor
    public ValidatePhaseStep() {
        super("validate");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "validatePhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: validate";
        }
    }
}
