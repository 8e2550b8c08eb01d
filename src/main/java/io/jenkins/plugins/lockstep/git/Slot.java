package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One pooled checkout: the files ({@code tree}), and beside them the control git directory, with an
 * index and a configuration of its own, that all our git calls use. Objects go straight to the
 * store. Used by one thread at a time.
 */
final class Slot {
    static final String CONTROL_WRITTEN =
            "Lockstep's own git directory beside the checkout was written";

    private static final String CONFIG =
            """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = false
            [advice]
            \taddEmbeddedRepo = false
            """;

    private static final String INDEX = "index";
    private static final String BROUGHT = "brought";

    private final ObjectStore store;
    private final Use use;
    private final Path directory;
    private final Path tree;
    private final Path control;
    private final Git git;
    private final AgentGit agentGit;

    private String base = "";
    private Brought brought = Brought.NOTHING;
    private String setupKey = "";
    private Set<String> expected = Set.of();
    private List<FileStamp> stamps = List.of();

    /**
     * @param directory made already, for this slot alone
     */
    Slot(ObjectStore store, Use use, Path directory) throws IOException {
        this(store, use, directory, Files.createDirectory(directory.toRealPath().resolve("tree")));
    }

    private Slot(ObjectStore store, Use use, Path directory, Path tree) throws IOException {
        this.store = store;
        this.use = use;
        this.directory = directory.toRealPath();
        this.tree = tree;
        this.control = this.directory.resolve("control.git");
        this.git =
                Git.ours(control, StoreSetup.globalConfig(store.path()))
                        .option("--work-tree=" + tree)
                        .variable("GIT_OBJECT_DIRECTORY", store.objects().toString());
        this.agentGit = new AgentGit(store, tree);
    }

    Use use() {
        return use;
    }

    Path directory() {
        return directory;
    }

    Path tree() {
        return tree;
    }

    /** Whether the files are somebody else's, and stay when the slot goes. */
    boolean isAround() {
        return !tree.startsWith(directory);
    }

    String base() {
        return base;
    }

    Git git() {
        return git;
    }

    ObjectStore store() {
        return store;
    }

    Brought brought() {
        return brought;
    }

    String setupKey() {
        return setupKey;
    }

    /**
     * A slot whose files stand elsewhere.
     *
     * @param tree where they are
     */
    static Slot around(ObjectStore store, Use use, Path directory, Path tree) throws IOException {
        Path real = tree.getParent().toRealPath().resolve(tree.getFileName());
        return new Slot(store, use, directory, real);
    }

    /** Fills a new slot; one git process does it. */
    void create(String commit) throws IOException, InterruptedException {
        control(commit);
        readTree(commit);
        base = commit;
        agentGit.write(commit, index());
    }

    /** Writes what {@link #adopt} reads. */
    void park(Path parked) throws IOException {
        brought.write(parked.resolve(BROUGHT));
        copyIndex(index(), parked.resolve(INDEX));
    }

    /**
     * Makes what belongs to it beside files that are there. The index knows how the files looked
     * when they were made, so git reads only those again that were written since.
     */
    void adopt(String commit, Path parked) throws IOException {
        checkPlace();
        control(commit);
        copyIndex(parked.resolve(INDEX), index());
        brought = Brought.read(parked.resolve(BROUGHT));
        base = commit;
        stamp();
    }

    /** With its time, by which git tells files that were written right after it. */
    private static void copyIndex(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void control(String commit) throws IOException {
        Files.createDirectories(control.resolve("refs"));
        Files.writeString(control.resolve("config"), CONFIG);
        Files.writeString(control.resolve("HEAD"), commit + "\n");
    }

    /**
     * Makes the files those of a commit, with what was brought and nothing else.
     *
     * @return whether what was brought is as it was; if not, all of it is gone
     * @throws IOException if the checkout can't be made clean; it must be thrown away then
     */
    boolean reset(String commit) throws IOException, InterruptedException {
        checkPlace();
        if (controlWritten()) {
            throw new IOException("the control directory of " + tree + " was written by another");
        }
        Tracked tracked = Tracked.of(git);
        boolean intact = TreeCleaner.clean(tree, tracked, brought);
        if (!intact) {
            TreeCleaner.clean(tree, tracked, Brought.NOTHING);
            brought = Brought.NOTHING;
            setupKey = "";
        }
        readTree(commit);
        checkClean();
        base = commit;
        agentGit.write(commit, index());
        return intact;
    }

    /** Takes away what was brought, before other inputs bring other things. */
    void dropBrought() throws IOException, InterruptedException {
        if (!brought.isEmpty()) {
            brought = Brought.NOTHING;
            reset(base);
        }
    }

    /** After carry and setup: tracked files go back to the commit, the rest is what was brought. */
    void broughtBy(String key) throws IOException, InterruptedException {
        checkPlace();
        expected = agentGit.findings(base);
        readTree(base);
        Trees.delete(tree.resolve(".git"));
        brought = Brought.record(tree, Tracked.of(git));
        setupKey = key;
        agentGit.write(base, index());
    }

    private void readTree(String commit) throws IOException, InterruptedException {
        git.bytes(null, "read-tree", "-u", "--reset", commit);
        stamp();
    }

    /** Remembers how our own files look now. */
    void stamp() throws IOException {
        stamps = stampsNow();
    }

    /** Whether somebody else wrote our own git directory since we last did. */
    boolean controlWritten() throws IOException {
        return !stamps.equals(stampsNow());
    }

    private List<FileStamp> stampsNow() throws IOException {
        return List.of(
                FileStamp.of(index()),
                FileStamp.of(control.resolve("config")),
                FileStamp.of(control.resolve("HEAD")),
                FileStamp.of(control));
    }

    private void checkClean() throws IOException, InterruptedException {
        List<String> left =
                git.names(null, "ls-files", "-z", "-t", "-o", "-m", "-d", "--directory");
        for (String entry : left) {
            String path = entry.substring(2);
            boolean ours = path.equals(".git/") || brought.contains(path.replaceFirst("/$", ""));
            if (!ours) {
                throw new IOException("'%s' in %s can't be reset".formatted(path, tree));
            }
        }
    }

    /** That neither the checkout nor a directory above it was replaced by a link. */
    void checkPlace() throws IOException {
        if (!Trees.isDirectory(tree) || !tree.toRealPath().equals(tree)) {
            throw new IOException("the checkout " + tree + " is gone or was replaced");
        }
    }

    /** What an agent planted; a sentence each. */
    List<String> tampering() throws IOException, InterruptedException {
        List<String> findings = new ArrayList<>();
        if (controlWritten()) {
            findings.add(CONTROL_WRITTEN);
        }
        if (!Trees.isDirectory(tree) || !tree.toRealPath().equals(tree)) {
            findings.add("the checkout's directory is gone or was replaced");
            return findings;
        }
        agentGit.findings(base).stream().filter(f -> !expected.contains(f)).forEach(findings::add);
        return findings;
    }

    private Path index() {
        return control.resolve(INDEX);
    }
}
