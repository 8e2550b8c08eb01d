package io.jenkins.plugins.lockstep.git;

import io.jenkins.plugins.lockstep.base.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The git directory that an agent sees: its own refs, index and configuration, objects borrowed
 * from the store. We write it and look at its files, but no git command of ours ever runs in it.
 */
final class AgentGit {
    private static final String BRANCH = "refs/heads/work";
    private static final int MAX_SMALL = 1 << 20;
    private static final int MAX_SHALLOW = 64 << 20;
    private static final int MAX_NAMED = 100;

    private static final String CONFIG =
            """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = false
            \tlogallrefupdates = true
            [gc]
            \tauto = 0
            [maintenance]
            \tauto = false
            [user]
            \tname = Agent
            \temail = agent@localhost
            """;

    /** Files in a git directory that only matter when somebody plants them. */
    private static final List<String> PLANTED =
            List.of(
                    "info/attributes",
                    "info/grafts",
                    "commondir",
                    "gitdir",
                    "objects/info/http-alternates");

    private final ObjectStore store;
    private final Path directory;

    AgentGit(ObjectStore store, Path tree) {
        this.store = store;
        this.directory = tree.resolve(".git");
    }

    /** Writes it anew, on branch {@code work} at the base; there must be none. */
    void write(String base, Path index) throws IOException {
        Files.createDirectories(directory.resolve("refs/heads"));
        Files.createDirectories(directory.resolve("refs/tags"));
        Files.createDirectories(directory.resolve("objects/info"));
        Files.createDirectories(directory.resolve("objects/pack"));
        Files.writeString(directory.resolve("objects/info/alternates"), alternates());
        Files.writeString(directory.resolve("config"), CONFIG);
        Files.writeString(directory.resolve(BRANCH), base + "\n");
        Files.copy(index, directory.resolve("index"));
        if (store.shallow()) {
            Files.copy(store.path().resolve("shallow"), directory.resolve("shallow"));
        }
        Files.writeString(directory.resolve("HEAD"), "ref: " + BRANCH + "\n");
    }

    private String alternates() {
        return store.objects() + "\n";
    }

    /**
     * What is in it that could make git run or read something else, or that hides history; a
     * sentence each. None for one as we wrote it.
     */
    Set<String> findings(String base) throws IOException, InterruptedException {
        Set<String> findings = new TreeSet<>();
        BasicFileAttributes attributes = Trees.attributes(directory);
        if (attributes == null) {
            return Set.of("the git directory .git is gone");
        }
        if (!attributes.isDirectory()) {
            String what = attributes.isSymbolicLink() ? "a link" : "a file";
            return Set.of("the git directory .git was replaced by " + what);
        }
        Trees.makeUsable(directory);
        for (String name : List.of("refs", "refs/heads", "objects", "objects/info", "info")) {
            BasicFileAttributes found = Trees.attributes(directory.resolve(name));
            if (found != null && !found.isDirectory()) {
                return Set.of(".git/" + name + " was replaced by something that is no directory");
            }
        }
        for (String name : PLANTED) {
            if (Trees.attributes(directory.resolve(name)) != null) {
                findings.add(".git/" + name + " was planted");
            }
        }
        hooks(findings);
        config("config", findings);
        config("config.worktree", findings);
        boolean ownObjects = unchangedAlternates(findings);
        replacements(findings);
        shallow(findings);
        if (ownObjects) {
            findings.addAll(new AgentHistory(store, directory).findings(base));
        }
        return findings;
    }

    private void hooks(Set<String> findings) throws IOException {
        Path hooks = directory.resolve("hooks");
        BasicFileAttributes attributes = Trees.attributes(hooks);
        if (attributes == null) {
            return;
        }
        if (!attributes.isDirectory()) {
            findings.add(".git/hooks is no directory of its own");
            return;
        }
        Trees.makeUsable(hooks);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(hooks)) {
            for (Path file : files) {
                String name = Names.of(file);
                if (!name.endsWith(".sample") && findings.size() < MAX_NAMED) {
                    findings.add("git hook .git/hooks/%s (%s)".formatted(name, content(file)));
                }
            }
        }
    }

    private static String content(Path file) {
        try {
            return Digest.of(SafeFiles.read(file, MAX_SMALL)).toString();
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private void config(String name, Set<String> findings)
            throws IOException, InterruptedException {
        byte[] content;
        try {
            content = SafeFiles.read(directory.resolve(name), MAX_SMALL);
        } catch (IOException e) {
            findings.add(".git/" + name + " can't be read: it " + e.getMessage());
            return;
        }
        if (content == null) {
            if (name.equals("config")) {
                findings.add(".git/config is gone");
            }
            return;
        }
        if (Arrays.equals(content, CONFIG.getBytes(StandardCharsets.UTF_8))) {
            return;
        }
        findings.addAll(ConfigFindings.of(store.git(), content, ".git/" + name));
    }

    /** False if the history must not be read, since it could lead git anywhere. */
    private boolean unchangedAlternates(Set<String> findings) {
        try {
            byte[] found = SafeFiles.read(directory.resolve("objects/info/alternates"), MAX_SMALL);
            byte[] ours = alternates().getBytes(StandardCharsets.UTF_8);
            if (Arrays.equals(found, ours)) {
                return true;
            }
            findings.add(".git/objects/info/alternates was changed");
        } catch (IOException e) {
            findings.add(".git/objects/info/alternates " + e.getMessage());
        }
        return false;
    }

    private void replacements(Set<String> findings) throws IOException {
        Path replace = directory.resolve("refs/replace");
        if (Trees.attributes(replace) != null) {
            findings.add(".git/refs/replace replaces objects by others");
        }
    }

    private void shallow(Set<String> findings) {
        List<byte[]> contents = new ArrayList<>();
        try {
            contents.add(SafeFiles.read(directory.resolve("shallow"), MAX_SHALLOW));
            contents.add(SafeFiles.read(store.path().resolve("shallow"), MAX_SHALLOW));
            if (!Arrays.equals(contents.get(0), contents.get(1))) {
                findings.add(".git/shallow was changed: it cuts off history");
            }
        } catch (IOException e) {
            findings.add(".git/shallow " + e.getMessage());
        }
    }
}
