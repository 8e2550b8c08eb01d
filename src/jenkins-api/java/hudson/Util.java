package hudson;

public class Util {
    public static String fixEmptyAndTrim(String s) { throw new UnsupportedOperationException(); }
    public static String fixNull(String s) { throw new UnsupportedOperationException(); }
}
