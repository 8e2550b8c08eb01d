package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code implementPhase()}: makes the change, with the configured agent. */
public final class ImplementPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public ImplementPhaseStep() {
        super("implement");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "implementPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: implement";
        }
    }
}
