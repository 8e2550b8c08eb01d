package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code typecheckPhase()}: mends what the type checker reports, with the configured agent. */
public final class TypecheckPhaseStep extends PhaseStep {
    @DataBoundConstructor
    public TypecheckPhaseStep() {
        super("typecheck");
    }

    @Extension
    public static final class DescriptorImpl extends PhaseStepDescriptor {
        @Override
        public String getFunctionName() {
            return "typecheckPhase";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep phase: typecheck";
        }
    }
}
