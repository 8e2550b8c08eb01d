package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code integrationPhase()}: makes the integration tests pass, with the configured agent. */
public final class IntegrationPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public IntegrationPhaseStep() {
        super("integration");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "integrationPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: integration";
        }
    }
}
