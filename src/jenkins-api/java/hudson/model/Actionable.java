package hudson.model;

public abstract class Actionable {
    public <T extends Action> T getAction(Class<T> type) { throw new UnsupportedOperationException(); }
}
