package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code architecturePhase()}: keeps the structure within its limits, with the configured agent.
 */
public final class ArchitecturePhaseStep extends PhaseStep {
    @DataBoundConstructor
    public ArchitecturePhaseStep() {
        super("architecture");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "architecturePhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: architecture";
        }
    }
}
