package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Which commits came to a branch, told as text, so that it can come from another machine. */
public final class History {

    private final ObjectStore store;

    public History(ObjectStore store) {
        this.store = store;
    }

    /**
     * A commit.
     *
     * @param parents as the commit names them; none for a first commit, and for one whose parents a
     *     shallow repository hides
     * @param trailer values of the trailer that was asked for
     */
    public record Commit(String name, String tree, List<String> parents, List<String> trailer) {}

    /**
     * The commits that are in {@code head}'s history and not in that of any that is known, the
     * latest first.
     *
     * @param known those that are not in the store are passed over
     * @return to be read by {@link #read}
     */
    public String since(String head, Collection<String> known, String trailer, int most)
            throws IOException, InterruptedException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "log",
                                "--ignore-missing",
                                "--no-show-signature",
                                "--no-decorate",
                                "--max-count=" + most,
                                "--format=tformat:%H %T %P%x00%(trailers:key="
                                        + trailer
                                        + ",valueonly,unfold,separator=%x20)%x00",
                                Git.object(head)));
        if (!known.isEmpty()) {
            arguments.add("--not");
            known.forEach(one -> arguments.add(Git.object(one)));
        }
        arguments.add("--");
        return store.git().line(arguments.toArray(String[]::new));
    }

    /**
     * Reads what {@link #since} told.
     *
     * @throws IOException if it is of another form
     */
    public static List<Commit> read(String text) throws IOException {
        List<Commit> commits = new ArrayList<>();
        String[] parts = text.split("\0", -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            List<String> names = Arrays.asList(parts[i].strip().split(" "));
            if (names.size() < 2) {
                throw new IOException("no commit and tree in '" + parts[i].strip() + "'");
            }
            commits.add(
                    new Commit(
                            names.get(0),
                            names.get(1),
                            List.copyOf(names.subList(2, names.size())),
                            Arrays.stream(parts[i + 1].split("\\s+"))
                                    .filter(value -> !value.isEmpty())
                                    .toList()));
        }
        return commits;
    }
}
