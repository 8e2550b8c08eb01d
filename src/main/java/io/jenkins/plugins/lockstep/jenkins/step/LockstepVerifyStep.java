package io.jenkins.plugins.lockstep.jenkins.step;

import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.lockstep.evidence.Finding;
import io.jenkins.plugins.lockstep.evidence.Verification;
import io.jenkins.plugins.lockstep.jenkins.build.BuildVerification;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;

/** {@code lockstepVerify()}: verifies the evidence of this build, or of another. */
public final class LockstepVerifyStep extends Step {
    private String build;

    @DataBoundConstructor
    public LockstepVerifyStep() {
        super();
    }

    public String getBuild() {
        return build;
    }

    @DataBoundSetter
    public void setBuild(String build) {
        this.build = Util.fixEmptyAndTrim(build);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, build);
    }

    private static final class Execution
            extends SynchronousNonBlockingStepExecution<LinkedHashMap<String, Serializable>> {
        private static final long serialVersionUID = 1;

        private final String other;

        Execution(StepContext context, String other) {
            super(context);
            this.other = other;
        }

        @Override
        protected LinkedHashMap<String, Serializable> run() throws Exception {
            Run<?, ?> build =
                    other == null ? getContext().get(Run.class) : Run.fromExternalizableId(other);
            if (build == null || !build.hasPermission(Item.READ)) {
                throw new AbortException(
                        "Lockstep: there is no build '" + other + "', of the form folder/job#12");
            }
            Verification verification = BuildVerification.verify(build);
            TaskListener listener = getContext().get(TaskListener.class);
            for (Finding finding : verification.findings()) {
                listener.getLogger().println("Lockstep: " + finding);
            }
            if (!verification.ok()) {
                throw new AbortException(
                        "Lockstep: the evidence of "
                                + build.getExternalizableId()
                                + " is broken: "
                                + verification.findings().get(0));
            }
            listener.getLogger()
                    .println(
                            "Lockstep: the evidence of "
                                    + build.getExternalizableId()
                                    + " holds: "
                                    + verification.counts().seals()
                                    + " seals, "
                                    + verification.counts().files()
                                    + " files");
            LinkedHashMap<String, Serializable> map = new LinkedHashMap<>();
            map.put("build", build.getExternalizableId());
            map.put("seals", verification.counts().seals());
            map.put("files", verification.counts().files());
            return map;
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {
        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String getFunctionName() {
            return "lockstepVerify";
        }

        @Override
        public String getDisplayName() {
            return "Lockstep verification of evidence";
        }

        public FormValidation doCheckBuild(@QueryParameter String build) {
            return build == null || build.isBlank() || build.matches("[^#]+#[0-9]+")
                    ? FormValidation.ok()
                    : FormValidation.error("a build is named as folder/job#12");
        }
    }
}
