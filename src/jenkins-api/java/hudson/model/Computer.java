package hudson.model;

public abstract class Computer {
    public String getName() { throw new UnsupportedOperationException(); }
    public Node getNode() { throw new UnsupportedOperationException(); }
}
