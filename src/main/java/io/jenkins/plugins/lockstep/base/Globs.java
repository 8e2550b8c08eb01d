package io.jenkins.plugins.lockstep.base;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Globs on {@code /}-separated paths relative to a project, as {@code .gitignore} has them: {@code
 * *} and {@code ?} stay within one name, {@code [a-z]} and {@code [!a-z]} are sets, {@code **}
 * spans directories, a backslash quotes. A glob without a slash matches in any directory; one with
 * a slash is anchored at the project. A glob that matches a directory matches all that is in it. Of
 * several globs the last that matches decides, and one that begins with {@code !} takes back.
 * Unlike git's, {@code {a,b}} gives alternatives.
 *
 * <p>Matching takes time in proportion to the glob's length times the path's, whatever they hold.
 */
public final class Globs {
    private static final int MAX_ALTERNATIVES = 1_000;

    private Globs() {}

    /**
     * @throws IllegalArgumentException if a glob is empty, has an unclosed set, or more than 1,000
     *     alternatives
     */
    public static Predicate<String> matcher(Collection<String> globs) {
        List<Rule> rules = new ArrayList<>();
        for (String glob : globs) {
            boolean negated = glob.startsWith("!");
            for (String plain :
                    GlobBraces.expand(glob.substring(negated ? 1 : 0), MAX_ALTERNATIVES)) {
                rules.add(new Rule(segments(plain, glob), negated));
            }
        }
        List<Rule> lastFirst = new ArrayList<>();
        rules.forEach(rule -> lastFirst.add(0, rule));
        return path -> decide(lastFirst, path);
    }

    private record Rule(List<GlobName> names, boolean negated) {}

    private static boolean decide(List<Rule> lastFirst, String path) {
        String[] names = path.split("/", -1);
        for (Rule rule : lastFirst) {
            if (matches(rule.names, names)) {
                return !rule.negated;
            }
        }
        return false;
    }

    private static List<GlobName> segments(String plain, String glob) {
        String text = plain.startsWith("./") ? plain.substring(1) : plain;
        String inner = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        List<GlobName> names = new ArrayList<>();
        if (!inner.contains("/")) {
            names.add(GlobName.ANY_DEPTH);
        }
        for (String name : (inner.startsWith("/") ? inner.substring(1) : inner).split("/", -1)) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "the glob '" + glob + "' has an empty name in it");
            }
            names.add(name.equals("**") ? GlobName.ANY_DEPTH : GlobName.parse(name, glob));
        }
        if (names.get(names.size() - 1) == GlobName.ANY_DEPTH) {
            names.add(GlobName.ANY);
        }
        // What lies in a directory that matches, matches.
        names.add(GlobName.ANY_DEPTH);
        return names;
    }

    /** The usual wildcard match, with whole names as letters: only the last star is tried again. */
    private static boolean matches(List<GlobName> glob, String[] path) {
        int g = 0;
        int p = 0;
        int star = -1;
        int from = 0;
        while (p < path.length) {
            if (g < glob.size() && glob.get(g) == GlobName.ANY_DEPTH) {
                star = g++;
                from = p;
            } else if (g < glob.size() && glob.get(g).matches(path[p])) {
                g++;
                p++;
            } else if (star >= 0) {
                g = star + 1;
                p = ++from;
            } else {
                return false;
            }
        }
        while (g < glob.size() && glob.get(g) == GlobName.ANY_DEPTH) {
            g++;
        }
        return g == glob.size();
    }
}
