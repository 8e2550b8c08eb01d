package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether an agent's own HEAD still descends from the commit that it was given. Refs are read as
 * files; objects by our git in the store's directory, which borrows the agent's for that one call.
 */
final class AgentHistory {
    private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern REF =
            Pattern.compile("refs/(?!.*(?:\\.\\.|//|/\\.))[A-Za-z0-9._/@#%+=,-]+");
    private static final String SYMBOLIC = "ref:";
    private static final int MAX_SMALL = 4096;
    private static final int MAX_PACKED = 16 << 20;
    private static final int MAX_LINKS = 5;
    private static final int MAX_OBJECTS = 1_000_000;

    private final ObjectStore store;
    private final Path directory;

    AgentHistory(ObjectStore store, Path directory) {
        this.store = store;
        this.directory = directory;
    }

    List<String> findings(String base) throws IOException, InterruptedException {
        String head;
        try {
            head = resolve("HEAD");
            if (head.equals(base)) {
                return List.of();
            }
            checkObjects();
        } catch (IOException e) {
            return List.of("the history in .git can't be read: " + e.getMessage());
        }
        String[] arguments = {"merge-base", "--is-ancestor", base, head};
        Exec.Result<byte[]> result =
                store.git()
                        .variable(
                                "GIT_ALTERNATE_OBJECT_DIRECTORIES",
                                quoted(directory.resolve("objects")))
                        .run(null, Exec::all, arguments);
        return switch (result.exitCode()) {
            case 0 -> List.of();
            case 1 ->
                    List.of(
                            "history was rewritten: HEAD %s in .git does not descend from %s"
                                    .formatted(head, base));
            default -> List.of("the history in .git can't be read: " + result.stderr().strip());
        };
    }

    private String resolve(String first) throws IOException {
        String name = first;
        for (int i = 0; i < MAX_LINKS; i++) {
            byte[] content = SafeFiles.read(directory.resolve(name), MAX_SMALL);
            String text =
                    content == null
                            ? packed(name)
                            : new String(content, StandardCharsets.UTF_8).strip();
            if (OBJECT.matcher(text).matches()) {
                return text;
            }
            name = text.startsWith(SYMBOLIC) ? text.substring(SYMBOLIC.length()).strip() : "";
            if (!REF.matcher(name).matches()) {
                throw new IOException("HEAD leads to '" + text + "'");
            }
        }
        throw new IOException("HEAD leads in circles");
    }

    private String packed(String name) throws IOException {
        byte[] content = SafeFiles.read(directory.resolve("packed-refs"), MAX_PACKED);
        if (content != null) {
            for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
                if (line.endsWith(" " + name)) {
                    return line.substring(0, line.length() - name.length() - 1);
                }
            }
        }
        throw new IOException("there is no " + name);
    }

    /** Only plain files and directories: git opens what it finds, and would wait for a pipe. */
    private void checkObjects() throws IOException, InterruptedException {
        int[] count = {0};
        TreeWalk.walk(
                directory.resolve("objects"),
                (path, relative, attributes) -> {
                    if (++count[0] > MAX_OBJECTS) {
                        throw new IOException("more than " + MAX_OBJECTS + " objects");
                    }
                    if (!plain(attributes)) {
                        throw new IOException(".git/objects/" + relative + " is no regular file");
                    }
                    return true;
                });
    }

    private static boolean plain(BasicFileAttributes attributes) {
        return attributes.isDirectory() || attributes.isRegularFile();
    }

    /** A path as git's lists of object directories want it. */
    static String quoted(Path path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
