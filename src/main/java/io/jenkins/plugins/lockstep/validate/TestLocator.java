package io.jenkins.plugins.lockstep.validate;

import io.jenkins.plugins.lockstep.process.Deadline;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Finds where in the checkout a test failed, from its stack trace or else from its class's name.
 */
final class TestLocator {
    private static final int MAX_LINES = 400;
    private static final int MAX_LINE = 1_000;
    private static final SafePattern JAVA =
            constant(
                    "\\bat (?:[^\\s/()]+/)*(?<class>[\\w.$]+)\\.[\\w$<>]+\\((?<file>[\\w$-]+"
                            + "\\.\\w{1,10}):(?<line>\\d{1,9})\\)");
    private static final SafePattern ANY =
            constant("(?<file>(?:file:)?[\\w@./\\\\-]*\\w\\.[A-Za-z]{1,6})[:(](?<line>\\d{1,9})");
    private static final SafePattern PYTHON =
            constant("File \"(?<file>[^\"]+)\", line (?<line>\\d{1,9})");
    private static final String[] EXTENSIONS = {".java", ".kt", ".groovy", ".scala", ".py"};

    private final CheckoutPaths paths;
    private final StepBudget budget;

    TestLocator(CheckoutPaths paths, Deadline deadline) {
        this.paths = paths;
        this.budget = new StepBudget(deadline);
    }

    /**
     * @param file empty if unknown
     * @param line 0 if unknown
     */
    record Place(String file, int line) {}

    Place find(String className, String file, int line, String trace) {
        Optional<Place> traced = inTrace(trace);
        if (traced.isPresent()) {
            return traced.get();
        }
        Optional<String> named = file.isBlank() ? ofClass(className) : paths.existing(file);
        return new Place(named.orElse(""), named.isPresent() ? line : 0);
    }

    private Optional<Place> inTrace(String trace) {
        try {
            return trace.lines()
                    .limit(MAX_LINES)
                    .map(text -> text.length() > MAX_LINE ? text.substring(0, MAX_LINE) : text)
                    .map(this::inLine)
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (StepBudget.Exceeded e) {
            return Optional.empty();
        }
    }

    private Optional<Place> inLine(String text) {
        Matcher java = JAVA.find(text, budget);
        if (java != null) {
            String type = java.group("class");
            int dot = type.lastIndexOf('.');
            String folder = dot < 0 ? "" : type.substring(0, dot + 1).replace('.', '/');
            return place(folder + java.group("file"), java.group("line"));
        }
        Matcher python = PYTHON.find(text, budget);
        if (python != null) {
            return place(python.group("file"), python.group("line"));
        }
        Matcher any = ANY.find(text, budget);
        return any == null ? Optional.empty() : place(any.group("file"), any.group("line"));
    }

    private Optional<Place> place(String file, String line) {
        return paths.existing(file).map(found -> new Place(found, Texts.number(line)));
    }

    /** The file of a class, or of what encloses it: {@code a.b.C$D}, {@code tests.test_x.TestY}. */
    private Optional<String> ofClass(String className) {
        int nested = className.indexOf('$');
        String name = (nested < 0 ? className : className.substring(0, nested)).replace('.', '/');
        while (!name.isEmpty()) {
            for (String extension : EXTENSIONS) {
                Optional<String> found = paths.existing(name + extension);
                if (found.isPresent()) {
                    return found;
                }
            }
            name = name.substring(0, Math.max(0, name.lastIndexOf('/')));
        }
        return Optional.empty();
    }

    private static SafePattern constant(String regex) {
        try {
            return SafePattern.compile(regex, 0);
        } catch (Unreadable e) {
            throw new IllegalStateException(e);
        }
    }
}
