package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What differs between two commits, or between a commit and an index. */
final class Diffs {
    static final String GITLINK = "160000";
    static final String ABSENT = "000000";

    private final Git git;

    Diffs(Git git) {
        this.git = git;
    }

    /**
     * One line of git's raw diff.
     *
     * @param oldMode six octal digits; {@link #ABSENT} if added
     * @param newMode the same; {@link #ABSENT} if deleted
     * @param object in the new tree
     */
    record Raw(String path, String oldMode, String newMode, String object) {
        Change change() {
            if (newMode.equals(ABSENT)) {
                return new Change(path, Change.Kind.DELETED);
            }
            return new Change(
                    path, oldMode.equals(ABSENT) ? Change.Kind.ADDED : Change.Kind.MODIFIED);
        }
    }

    /** By path, in git's order; trees or commits. */
    List<Raw> raw(String from, String to) throws IOException, InterruptedException {
        if (from.equals(to)) {
            return List.of();
        }
        return raw(
                git.names(
                        null,
                        "diff-tree",
                        "-r",
                        "-z",
                        "--raw",
                        "--no-renames",
                        "--no-abbrev",
                        from,
                        to));
    }

    /** The same for what stands in the index. */
    List<Raw> staged(String from) throws IOException, InterruptedException {
        return raw(
                git.names(
                        null,
                        "diff-index",
                        "--cached",
                        "-z",
                        "--raw",
                        "--no-renames",
                        "--no-abbrev",
                        from));
    }

    private static List<Raw> raw(List<String> fields) {
        List<Raw> changes = new ArrayList<>(fields.size() / 2);
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            String[] meta = fields.get(i).substring(1).split(" ");
            changes.add(new Raw(fields.get(i + 1), meta[0], meta[1], meta[3]));
        }
        return Collections.unmodifiableList(changes);
    }

    List<Change> changes(String from, String to) throws IOException, InterruptedException {
        return raw(from, to).stream().map(Raw::change).toList();
    }

    Map<String, List<AddedLine>> addedLines(String from, String to)
            throws IOException, InterruptedException {
        return git.read(
                null,
                PatchReader::read,
                "diff-tree",
                "-r",
                "-p",
                "-U0",
                "--no-renames",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--submodule=short",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                from,
                to);
    }
}
