package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Whether all that commits brought to a store still is what its name is the digest of: the commits,
 * and the trees and files that they have otherwise than the commit that they are compared with. One
 * git process reads all; what it takes goes with what was changed, not with the project's size.
 */
public final class Authenticity {
    /** Git's exit code when it gives up at an object that it can't read. */
    private static final int GAVE_UP = 128;

    /** No more to ask for. */
    private static final String END = "";

    private final Map<String, Altered> found = new LinkedHashMap<>();
    private final Deque<Step> open = new ArrayDeque<>();
    private final BlockingQueue<String> names = new LinkedBlockingQueue<>();
    private final Set<String> seen = new HashSet<>();

    private Authenticity() {}

    /**
     * An object that is gone from a store, or is not what it was.
     *
     * @param commit that has it
     * @param object its name in git; the commit's own if it is the commit
     * @param path of the file or directory in the commit; empty for the commit and its root
     */
    public record Altered(String commit, String object, String path) {
        @Override
        public String toString() {
            if (object.equals(commit)) {
                return "commit " + commit;
            }
            String what = path.isEmpty() ? "the tree " + object : path + " (" + object + ")";
            return what + " of commit " + commit;
        }
    }

    /** An object, and what stands at its place in the commit that its own is compared with. */
    private record Step(String commit, String before, String now, String path) {}

    /**
     * The first such object of each commit that has one. After one at which git gives up, it is the
     * last that is told.
     *
     * @param commits each with the one that it is compared with, whose content is taken to be good;
     *     empty to look at all that a commit has. Earlier ones are looked at first
     */
    public static Map<String, Altered> altered(ObjectStore store, Map<String, String> commits)
            throws IOException, InterruptedException {
        Authenticity walk = new Authenticity();
        commits.forEach((commit, base) -> walk.ask(new Step(commit, base, commit, "")));
        if (walk.open.isEmpty()) {
            return Map.of();
        }
        Exec.Result<Void> end = store.git().run(walk::write, walk::read, "cat-file", "--batch");
        if (end.exitCode() != 0 && end.exitCode() != GAVE_UP) {
            throw store.git().failure(end, "cat-file", "--batch");
        }
        return walk.found;
    }

    private void ask(Step step) {
        if (!seen.add(Git.object(step.now()))) {
            return;
        }
        open.add(step);
        if (!step.before().isEmpty()) {
            names.add(Git.object(step.before()));
        }
        names.add(step.now());
    }

    private void write(OutputStream out) throws IOException {
        try {
            for (String name = names.take(); !name.equals(END); name = names.take()) {
                out.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
                if (names.isEmpty()) {
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while asking git");
        }
    }

    private Void read(InputStream in) throws IOException {
        try {
            while (!open.isEmpty()) {
                Step step = open.remove();
                BatchAnswer first = BatchAnswer.read(in);
                boolean more =
                        step.before().isEmpty()
                                ? take(step, Map.of(), first)
                                : compare(step, first, in);
                if (!more) {
                    return null;
                }
            }
            return null;
        } finally {
            names.add(END);
        }
    }

    /** Gives whether git goes on. */
    private boolean compare(Step step, BatchAnswer before, InputStream in) throws IOException {
        if (before == null) {
            tell(step, step.before());
            return false;
        }
        if (before.sound() || before.type().equals(BatchHeader.MISSING)) {
            return take(step, Entries.of(before.type(), before.content()), BatchAnswer.read(in));
        }
        tell(step, before.name());
        return BatchAnswer.read(in) != null;
    }

    private boolean take(Step step, Map<String, Entries.Entry> there, BatchAnswer now) {
        if (now == null || !now.sound()) {
            tell(step, step.now());
            return now != null;
        }
        Entries.of(now.type(), now.content())
                .forEach((name, entry) -> ask(step, name, entry, there.get(name)));
        return true;
    }

    private void ask(Step step, String name, Entries.Entry entry, Entries.Entry there) {
        if (entry.equals(there)) {
            return;
        }
        boolean trees = entry.isTree() && there != null && there.isTree();
        String separator = step.path().isEmpty() ? "" : "/";
        String path = step.path() + separator + Entries.text(name);
        ask(new Step(step.commit(), trees ? there.id() : "", entry.id(), path));
    }

    private void tell(Step step, String object) {
        found.putIfAbsent(step.commit(), new Altered(step.commit(), object, step.path()));
    }
}
