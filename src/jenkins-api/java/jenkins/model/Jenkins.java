package jenkins.model;

import hudson.PluginManager;
import hudson.model.ItemGroup;
import hudson.security.AccessControlled;
import hudson.security.Permission;
import java.io.File;

public class Jenkins implements AccessControlled, ItemGroup<Object> {
    public static final Permission ADMINISTER = null;
    public final transient PluginManager pluginManager;
    { pluginManager = null; }
    public static Jenkins get() { throw new UnsupportedOperationException(); }
    public File getRootDir() { throw new UnsupportedOperationException(); }
    public PluginManager getPluginManager() { throw new UnsupportedOperationException(); }
    public String getRootUrl() { throw new UnsupportedOperationException(); }
}
