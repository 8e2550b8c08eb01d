package jenkins.util;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;

public abstract class VirtualFile implements Serializable {
    public abstract String getName();
    public abstract boolean isDirectory() throws IOException;
    public abstract boolean isFile() throws IOException;
    public abstract boolean exists() throws IOException;
    public abstract VirtualFile[] list() throws IOException;
    public abstract VirtualFile child(String name);
    public abstract long length() throws IOException;
    public abstract InputStream open() throws IOException;
}
