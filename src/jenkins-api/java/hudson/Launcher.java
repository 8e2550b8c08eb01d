package hudson;

import hudson.model.TaskListener;
import hudson.remoting.VirtualChannel;

public abstract class Launcher {
    protected Launcher(TaskListener listener, VirtualChannel channel) { throw new UnsupportedOperationException(); }
    public boolean isUnix() { throw new UnsupportedOperationException(); }
    public static class LocalLauncher extends Launcher {
        public LocalLauncher(TaskListener listener) { super(listener, null); }
    }
}
