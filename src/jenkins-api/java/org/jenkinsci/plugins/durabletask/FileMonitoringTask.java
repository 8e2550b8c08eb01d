package org.jenkinsci.plugins.durabletask;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.charset.Charset;

public abstract class FileMonitoringTask extends DurableTask {
    public final Controller launch(EnvVars env, FilePath workspace, Launcher launcher, TaskListener listener) throws IOException, InterruptedException { throw new UnsupportedOperationException(); }
    public final void charset(Charset cs) { throw new UnsupportedOperationException(); }
    public final void defaultCharset() { throw new UnsupportedOperationException(); }
}
