package hudson.model;

import hudson.FilePath;

public abstract class Node {
    public abstract FilePath getRootPath();
    public abstract String getNodeName();
}
