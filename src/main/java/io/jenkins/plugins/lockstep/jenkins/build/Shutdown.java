package io.jenkins.plugins.lockstep.jenkins.build;

import hudson.Extension;
import hudson.model.listeners.ItemListener;

/**
 * Lets the ledgers go when Jenkins ends, since its process may go on: a servlet container starts
 * the next Jenkins in the same one, which goes on with the builds.
 */
@Extension
public final class Shutdown extends ItemListener {
    @Override
    public void onBeforeShutdown() {
        BuildRuns.get().closeAll();
    }
}
