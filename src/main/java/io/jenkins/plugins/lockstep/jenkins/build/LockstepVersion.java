package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.PluginWrapper;
import jenkins.model.Jenkins;

/** Which Lockstep this is. */
final class LockstepVersion {
    private LockstepVersion() {}

    static String plugin() {
        PluginWrapper plugin = Jenkins.get().getPluginManager().getPlugin("lockstep");
        return plugin == null ? "unknown" : plugin.getVersion();
    }
}
