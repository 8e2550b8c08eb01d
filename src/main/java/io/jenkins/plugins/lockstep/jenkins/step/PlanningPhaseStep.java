package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code planningPhase()}: plans the work, with the configured agent. */
public final class PlanningPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public PlanningPhaseStep() {
        super("planning");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "planningPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: planning";
        }
    }
}
