package io.jenkins.plugins.lockstep.jenkins.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.Set;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the steps of all phases have in common for Pipeline and its forms. */
public abstract class PhaseStepDescriptor extends StepDescriptor {
    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class, FilePath.class, Launcher.class, EnvVars.class);
    }

    /** Secrets that the job may use, for those who may configure it. */
    @POST
    public final ListBoxModel doFillCredentialsIdItems(
            @AncestorInPath Item item, @QueryParameter String credentialsId) {
        StandardListBoxModel model = new StandardListBoxModel();
        boolean allowed =
                item == null
                        ? Jenkins.get().hasPermission(Jenkins.ADMINISTER)
                        : item.hasPermission(Item.EXTENDED_READ)
                                || item.hasPermission(CredentialsProvider.USE_ITEM);
        model.includeEmptyValue();
        if (allowed) {
            model.includeAs(ACL.SYSTEM2, item, StringCredentials.class);
        }
        return model.includeCurrentValue(credentialsId);
    }

    public final FormValidation doCheckTimeout(@QueryParameter String timeout) {
        return DurationField.check(timeout);
    }
}
