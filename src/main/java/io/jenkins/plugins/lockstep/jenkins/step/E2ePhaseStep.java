package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code e2ePhase()}: makes the program do what is expected, end to end, with the configured agent.
 */
public final class E2ePhaseStep extends PhaseStep {
    @DataBoundConstructor
    public E2ePhaseStep() {
        super("e2e");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "e2ePhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: e2e";
        }
    }
}
