package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code researchPhase()}: finds out what the milestone needs, with the configured agent. */
public final class ResearchPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public ResearchPhaseStep() {
        super("research");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "researchPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: research";
        }
    }
}
