package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code lintPhase()}: mends what the linter reports, with the configured agent. */
public final class LintPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public LintPhaseStep() {
        super("lint");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "lintPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: lint";
        }
    }
}
