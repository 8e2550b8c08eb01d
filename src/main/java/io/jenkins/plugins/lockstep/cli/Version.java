package io.jenkins.plugins.lockstep.cli;

import io.jenkins.plugins.lockstep.base.Versions;
import picocli.CommandLine.IVersionProvider;

/** What {@code lockstep --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "lockstep " + Versions.lockstep(),
            "Java " + Runtime.version(),
            System.getProperty("os.name")
        };
    }
}
