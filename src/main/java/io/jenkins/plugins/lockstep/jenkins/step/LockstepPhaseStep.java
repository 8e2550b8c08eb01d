package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code lockstepPhase('security')}: any phase of the plan by its name, with the configured agent.
 */
public final class LockstepPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public LockstepPhaseStep(String name) {
        super(name);
    }

    public String getName() {
        return phase();
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "lockstepPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase by name";
        }
    }
}
