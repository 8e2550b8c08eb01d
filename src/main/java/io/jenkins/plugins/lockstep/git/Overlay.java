package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts single files of commits upon another, in an index of its own. */
final class Overlay {
    private static final String NO_OBJECT = "0".repeat(40);

    private final ObjectStore store;

    Overlay(ObjectStore store) {
        this.store = store;
    }

    String commit(String base, List<Picked> picked, String message)
            throws IOException, InterruptedException {
        Map<String, Diffs.Raw> changes = new LinkedHashMap<>();
        for (Picked one : picked) {
            for (Diffs.Raw raw : one.in(base, new Diffs(store.git()))) {
                changes.put(raw.path(), raw);
            }
        }
        return changes.isEmpty() ? base : commit(base, changes.values(), message);
    }

    private String commit(String base, Collection<Diffs.Raw> changes, String message)
            throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(store.path(), StoreRecovery.QUARANTINE);
        try {
            Git git = store.git().variable("GIT_INDEX_FILE", directory.resolve("index").toString());
            git.bytes(null, "read-tree", base);
            git.bytes(lines(changes), "update-index", "-z", "--replace", "--index-info");
            String tree = git.line("write-tree");
            return tree.equals(store.tree(base))
                    ? base
                    : store.commit(tree, List.of(base), message);
        } finally {
            Trees.delete(directory);
        }
    }

    /** Deletions first, so that a file may take a directory's place. */
    private static byte[] lines(Collection<Diffs.Raw> changes) {
        StringBuilder lines = new StringBuilder();
        changes.stream()
                .sorted(Comparator.comparing(raw -> !raw.newMode().equals(Diffs.ABSENT)))
                .forEach(raw -> line(raw, lines));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(Diffs.Raw raw, StringBuilder lines) {
        if (raw.newMode().equals(Diffs.ABSENT)) {
            lines.append("0 ").append(NO_OBJECT);
        } else {
            lines.append(raw.newMode()).append(' ').append(raw.object());
        }
        lines.append('\t').append(raw.path()).append('\0');
    }
}
