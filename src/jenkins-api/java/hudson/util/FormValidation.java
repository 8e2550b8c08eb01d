package hudson.util;

public abstract class FormValidation {
    public static FormValidation ok() { throw new UnsupportedOperationException(); }
    public static FormValidation error(String message) { throw new UnsupportedOperationException(); }
    public static FormValidation warning(String message) { throw new UnsupportedOperationException(); }
}
