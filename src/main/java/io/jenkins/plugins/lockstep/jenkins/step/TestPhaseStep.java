package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code testPhase()}: makes the unit tests pass, with the configured agent. */
public final class TestPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public TestPhaseStep() {
        super("test");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "testPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: test";
        }
    }
}
