package io.jenkins.plugins.lockstep.jenkins.governor;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;

/** Limits for the whole controller. */
@Extension
@Symbol("lockstep")
public final class LockstepConfiguration extends GlobalConfiguration {
    private int sessions;
    private int sessionsPerMinute;

    public LockstepConfiguration() {
        load();
    }

    public static LockstepConfiguration get() {
        return ExtensionList.lookupSingleton(LockstepConfiguration.class);
    }

    /** Agent sessions at once, over all builds and agents; 0 for no limit. */
    public int getSessions() {
        return sessions;
    }

    @DataBoundSetter
    public void setSessions(int sessions) {
        this.sessions = Math.max(0, sessions);
        save();
        SessionGovernor.get().limitsChanged();
    }

    /** Agent sessions started per minute, over all builds and agents; 0 for no limit. */
    public int getSessionsPerMinute() {
        return sessionsPerMinute;
    }

    @DataBoundSetter
    public void setSessionsPerMinute(int sessionsPerMinute) {
        this.sessionsPerMinute = Math.max(0, sessionsPerMinute);
        save();
        SessionGovernor.get().limitsChanged();
    }

    @Override
    public String getDisplayName() {
        return "Lockstep";
    }

    public FormValidation doCheckSessionsPerMinute(
            @QueryParameter int sessionsPerMinute, @QueryParameter int sessions) {
        if (sessionsPerMinute > 0 && sessions > 0 && sessionsPerMinute < sessions) {
            return FormValidation.warning(
                    "With fewer per minute than at once, a phase may wait for a minute between"
                            + " sessions");
        }
        return FormValidation.ok();
    }
}
