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
import java.util.stream.Stream;
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

    /**
     * @param after names of phases; one text may hold several with commas between, as the snippet
     *     generator's form gives them
     */
    @DataBoundConstructor
    public PhaseGateStep(List<String> after) {
        this.after =
                after == null
                        ? List.of()
                        : after.stream()
                                .flatMap(names -> Stream.of(names.split(",")))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .toList();
    }

    public List<String> getAfter() {
        return after;
    }

    /** As the form shows them. */
    public String getNames() {
        return String.join(", ", after);
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
