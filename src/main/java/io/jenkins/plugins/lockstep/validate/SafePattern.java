package io.jenkins.plugins.lockstep.validate;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression from the plan, matched against foreign text within a budget. */
final class SafePattern {
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

    private final Pattern pattern;
    private final Set<String> groups = new HashSet<>();

    private SafePattern(Pattern pattern) {
        this.pattern = pattern;
        Matcher names = GROUP.matcher(pattern.pattern());
        while (names.find()) {
            groups.add(names.group(1));
        }
    }

    /**
     * @throws Unreadable if it is no regular expression
     */
    static SafePattern compile(String regex, int flags) throws Unreadable {
        try {
            return new SafePattern(Pattern.compile(regex, flags));
        } catch (PatternSyntaxException e) {
            throw new Unreadable("the pattern '" + regex + "' is wrong: " + e.getMessage(), e);
        } catch (StackOverflowError e) {
            throw new Unreadable("the pattern '" + regex + "' is nested too deeply", e);
        }
    }

    /**
     * The first match in the text, or null.
     *
     * @throws StepBudget.Exceeded when finding it costs too much
     */
    Matcher find(String text, StepBudget budget) {
        Matcher matcher = pattern.matcher(budget.guard(text));
        try {
            return matcher.find() ? matcher : null;
        } catch (StackOverflowError e) {
            throw new StepBudget.Exceeded("recurses too deeply");
        }
    }

    /** What the named group matched; empty if the pattern has no such group or it took no part. */
    String group(Matcher match, String name) {
        if (!groups.contains(name)) {
            return "";
        }
        try {
            String found = match.group(name);
            return found == null ? "" : found;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
