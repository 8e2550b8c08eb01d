package hudson.model;

import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;
import java.io.IOException;
import jenkins.model.ArtifactManager;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable implements AccessControlled {
    public static final Permission ARTIFACTS = null;
    public JobT getParent() { throw new UnsupportedOperationException(); }
    public Result getResult() { throw new UnsupportedOperationException(); }
    public boolean isBuilding() { throw new UnsupportedOperationException(); }
    public int getNumber() { throw new UnsupportedOperationException(); }
    public final long getStartTimeInMillis() { throw new UnsupportedOperationException(); }
    public String getUrl() { throw new UnsupportedOperationException(); }
    public String getExternalizableId() { throw new UnsupportedOperationException(); }
    public static Run<?, ?> fromExternalizableId(String id) { throw new UnsupportedOperationException(); }
    public String getFullDisplayName() { throw new UnsupportedOperationException(); }
    public File getRootDir() { throw new UnsupportedOperationException(); }
    public RunT getPreviousBuild() { throw new UnsupportedOperationException(); }
    public final ArtifactManager getArtifactManager() { throw new UnsupportedOperationException(); }
    public final synchronized ArtifactManager pickArtifactManager() throws IOException { throw new UnsupportedOperationException(); }
}
