package io.jenkins.plugins.lockstep.plan;

import io.jenkins.plugins.lockstep.base.Globs;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Checks of texts that a schema can't make: paths, globs, regular expressions, branch names. */
final class TextChecks {
    private static final int LONGEST_PATTERN = 2_000;

    private TextChecks() {}

    /** Paths that stay in the project and out of its git directory; gives back the good ones. */
    static List<String> paths(Cursor list) {
        return list.items().stream()
                .filter(TextChecks::safePath)
                .flatMap(item -> item.text().stream())
                .toList();
    }

    /** Places outside the project: absolute, or from the home directory; gives the good ones. */
    static List<String> places(Cursor list) {
        return list.items().stream()
                .filter(TextChecks::safePlace)
                .flatMap(item -> item.text().stream())
                .toList();
    }

    private static boolean safePlace(Cursor at) {
        String path = at.text("");
        boolean fromRoot = path.startsWith("/") && !path.matches("/+");
        if (at.text().isEmpty() || !fromRoot && !path.startsWith("~/")) {
            at.problem("'" + path + "' must be absolute, or begin with ~/");
            return false;
        }
        String why = unsafe(path.replaceFirst("^~?/+", ""));
        if (!why.isEmpty()) {
            at.problem("'" + path + "' " + why);
        }
        return why.isEmpty();
    }

    static List<String> globs(Cursor list) {
        return list.items().stream()
                .filter(TextChecks::safeGlob)
                .flatMap(item -> item.text().stream())
                .toList();
    }

    static boolean safePath(Cursor at) {
        String path = at.text("");
        String why = at.text().isPresent() ? unsafe(path) : "";
        if (!why.isEmpty()) {
            at.problem("'" + path + "' " + why);
        }
        return why.isEmpty();
    }

    /** As {@link #safePath}, for a glob; a leading slash anchors it and is no absolute path. */
    static boolean safeGlob(Cursor at) {
        String glob = at.text("");
        if (at.text().isEmpty()) {
            return false;
        }
        String plain = glob.startsWith("!") ? glob.substring(1) : glob;
        String why = unsafe(plain.startsWith("/") ? plain.substring(1) : plain);
        if (why.isEmpty()) {
            try {
                Globs.matcher(List.of(glob));
            } catch (IllegalArgumentException e) {
                at.problem(e.getMessage());
                return false;
            }
        } else {
            at.problem("'" + glob + "' " + why);
        }
        return why.isEmpty();
    }

    private static String unsafe(String path) {
        if (path.startsWith("/") || path.startsWith("~") || path.matches("(?s)[A-Za-z]:.*")) {
            return "must be relative to the project";
        }
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                return "leads out of the project: '..' is not allowed";
            }
            if (name.equalsIgnoreCase(".git") || name.equals(".lockstep")) {
                return "names '" + name + "', which is git's or Lockstep's own";
            }
        }
        return path.contains("\n") ? "has a line break in it" : "";
    }

    /** Reports a pattern that does not compile, or lacks one of the named groups. */
    static String pattern(Cursor at, List<String> groups) {
        String pattern = at.text("");
        if (pattern.isEmpty() || pattern.length() > LONGEST_PATTERN) {
            return pattern;
        }
        try {
            Pattern.compile(pattern);
            // An empty first alternative matches anything, so the groups can be asked for.
            var matcher = Pattern.compile("|" + pattern).matcher("");
            matcher.find();
            for (String group : groups) {
                if (!hasGroup(matcher, group)) {
                    at.problem(
                            "the pattern lacks the named group (?<"
                                    + group
                                    + ">…); it needs "
                                    + String.join(", ", groups));
                }
            }
        } catch (PatternSyntaxException e) {
            at.problem(
                    "the pattern does not compile: "
                            + e.getDescription()
                            + (e.getIndex() < 0 ? "" : " at its character " + (e.getIndex() + 1)));
        } catch (StackOverflowError e) {
            at.problem("the pattern is nested too deep");
        }
        return pattern;
    }

    private static boolean hasGroup(java.util.regex.Matcher matcher, String group) {
        try {
            matcher.start(group);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether git takes it as a branch's name (the rules of git-check-ref-format). */
    static void branch(Cursor at) {
        String name = at.text("main");
        boolean bad =
                name.startsWith("-")
                        || name.startsWith("/")
                        || name.endsWith("/")
                        || name.endsWith(".")
                        || name.contains("..")
                        || name.contains("//")
                        || name.contains("@{")
                        || name.equals("@")
                        || name.equals("HEAD")
                        || name.matches("(?s).*[\\s\\p{Cntrl}~^:?*\\[\\\\].*")
                        || List.of(name.split("/")).stream()
                                .anyMatch(p -> p.startsWith(".") || p.endsWith(".lock"));
        if (bad) {
            at.problem("'" + name + "' is no name for a git branch");
        }
    }
}
