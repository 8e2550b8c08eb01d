package io.jenkins.plugins.lockstep.base;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Writes {@code {a,b}} out as alternatives, as a shell does. */
final class GlobBraces {
    private GlobBraces() {}

    static List<String> expand(String glob, int most) {
        List<String> done = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(glob));
        while (!open.isEmpty()) {
            String next = open.pop();
            int[] braces = innermost(next);
            if (braces.length == 0) {
                done.add(next);
            } else {
                for (int i = braces.length - 1; i > 0; i--) {
                    open.push(
                            next.substring(0, braces[0])
                                    + next.substring(braces[i - 1] + 1, braces[i])
                                    + next.substring(braces[braces.length - 1] + 1));
                }
            }
            if (done.size() + open.size() > most) {
                throw new IllegalArgumentException(
                        "the glob '" + glob + "' has more than " + most + " alternatives");
            }
        }
        return done;
    }

    /** Where a brace without braces in it opens, its commas, and where it closes; or nothing. */
    private static int[] innermost(String glob) {
        List<Integer> marks = new ArrayList<>();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                marks.clear();
                marks.add(i);
            } else if (c == ',' && !marks.isEmpty()) {
                marks.add(i);
            } else if (c == '}' && marks.size() > 1) {
                marks.add(i);
                return marks.stream().mapToInt(Integer::intValue).toArray();
            } else if (c == '}') {
                marks.clear();
            }
        }
        return new int[0];
    }
}
