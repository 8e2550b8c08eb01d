package io.jenkins.plugins.lockstep.base;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** A glob for one name of a path: letters, {@code *}, {@code ?} and sets. */
final class GlobName {
    private static final Letter STAR = new Letter(true, c -> true);

    private record Letter(boolean star, IntPredicate test) {}

    /** Stands for any number of names. */
    static final GlobName ANY_DEPTH = new GlobName(List.of());

    static final GlobName ANY = new GlobName(List.of(STAR));

    private final List<Letter> letters;

    private GlobName(List<Letter> letters) {
        this.letters = letters;
    }

    /**
     * @param glob the whole, for messages
     */
    static GlobName parse(String name, String glob) {
        int[] c = name.codePoints().toArray();
        List<Letter> letters = new ArrayList<>();
        for (int i = 0; i < c.length; i++) {
            switch (c[i]) {
                case '*' -> letters.add(STAR);
                case '?' -> letters.add(new Letter(false, any -> true));
                case '[' -> i = set(c, i, letters, glob);
                case '\\' -> {
                    if (++i == c.length) {
                        throw new IllegalArgumentException(
                                "the glob '" + glob + "' ends a name with a backslash");
                    }
                    letters.add(equalTo(c[i]));
                }
                default -> letters.add(equalTo(c[i]));
            }
        }
        return new GlobName(List.copyOf(letters));
    }

    private static Letter equalTo(int letter) {
        return new Letter(false, c -> c == letter);
    }

    /** Reads a set that begins at {@code start}; returns where its closing bracket stands. */
    private static int set(int[] c, int start, List<Letter> letters, String glob) {
        int i = start + 1;
        boolean negated = i < c.length && (c[i] == '!' || c[i] == '^');
        int first = negated ? ++i : i;
        List<int[]> ranges = new ArrayList<>();
        while (i < c.length && (c[i] != ']' || i == first)) {
            int low = c[i] == '\\' && i + 1 < c.length ? c[++i] : c[i];
            int high = low;
            if (i + 2 < c.length && c[i + 1] == '-' && c[i + 2] != ']') {
                high = c[i + 2];
                i += 2;
            }
            ranges.add(new int[] {low, high});
            i++;
        }
        if (i >= c.length) {
            throw new IllegalArgumentException("the glob '" + glob + "' has a '[' without its ']'");
        }
        letters.add(
                new Letter(
                        false,
                        c0 -> negated != ranges.stream().anyMatch(r -> r[0] <= c0 && c0 <= r[1])));
        return i;
    }

    boolean matches(String name) {
        int[] text = name.codePoints().toArray();
        int g = 0;
        int t = 0;
        int star = -1;
        int from = 0;
        while (t < text.length) {
            if (g < letters.size() && letters.get(g).star) {
                star = g++;
                from = t;
            } else if (g < letters.size() && letters.get(g).test.test(text[t])) {
                g++;
                t++;
            } else if (star >= 0) {
                g = star + 1;
                t = ++from;
            } else {
                return false;
            }
        }
        while (g < letters.size() && letters.get(g).star) {
            g++;
        }
        return g == letters.size();
    }
}
