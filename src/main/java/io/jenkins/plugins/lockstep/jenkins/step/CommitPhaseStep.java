package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code commitPhase()}: makes the commit whose tree is the proven tree, with the configured agent.
 */
public final class CommitPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public CommitPhaseStep() {
        super("commit");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "commitPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: commit";
        }
    }
}
