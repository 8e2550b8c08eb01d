package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code phaseGate(after: ['lint', 'typecheck'])}: joins a group, or fails with what is missing.
 */
public final class PhaseGateStep extends Step {
    private final List<String> after;

    @DataBoundConstructor
    public PhaseGateStep(List<String> after) {
        this.after = after == null ? List.of() : List.copyOf(after);
    }

    public List<String> getAfter() {
        return after;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new GateExecution(context, after);
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(
                    Run.class, TaskListener.class, FilePath.class, Launcher.class, EnvVars.class);
        }

        @Override
        public String getFunctionName() {
            return "phaseGate";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep gate";
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            return arguments.get("after") instanceof List<?> names ? names.toString() : null;
        }
    }
}
