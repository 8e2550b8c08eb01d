package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bare repository that holds every commit a run uses. Safe for any number of threads and
 * processes at once. Commits are named by their whole SHA-1; every method but {@link #exists}
 * throws a {@link GitException} for one that isn't here.
 */
public final class ObjectStore {
    /** Refs that keep commits from being pruned stand below this. */
    public static final String REFS = "refs/lockstep/";

    /** Largest file that {@link #file} reads, in bytes. */
    public static final int MAX_FILE = 64 << 20;

    private static final int MOST_TREES = 10_000;

    private final Path bare;
    private final Identity identity;
    private final Clock clock;
    private final Git git;

    /** A commit's name is the digest of its content, so what was once found stays true. */
    private final Map<String, String> trees = new ConcurrentHashMap<>();

    /** What was asked last: each proof of a commit asks what it changes. Null before that. */
    private volatile Changed changed;

    private record Changed(String from, String to, List<Change> changes) {}

    private ObjectStore(Path bare, Identity identity, Clock clock) {
        this.bare = bare;
        this.identity = identity;
        this.clock = clock;
        this.git = Git.ours(bare, StoreSetup.globalConfig(bare));
    }

    /** {@link #open(Path, Identity, Clock)} with Lockstep's own name and the system's clock. */
    public static ObjectStore open(Path bare) throws IOException, InterruptedException {
        return open(bare, Identity.LOCKSTEP, Clock.systemUTC());
    }

    /**
     * Opens the store, making it if there is none.
     *
     * @throws IOException if git is missing or older than 2.38, or the directory is not usable
     */
    public static ObjectStore open(Path bare, Identity identity, Clock clock)
            throws IOException, InterruptedException {
        Path directory = bare.toAbsolutePath().normalize();
        StoreSetup.prepare(directory);
        return new ObjectStore(directory.toRealPath(), identity, clock);
    }

    /**
     * A store to read from, which is left as it is; empty if there is none. Whoever does not hold
     * the project's lock opens it in this way: {@link StoreRecovery#sweep} takes a store that
     * another makes for one that was left half made.
     *
     * @throws IOException if git is missing or older than 2.38
     */
    public static Optional<ObjectStore> existing(Path bare)
            throws IOException, InterruptedException {
        Path directory = bare.toAbsolutePath().normalize();
        if (!StoreSetup.isMade(directory)) {
            return Optional.empty();
        }
        StoreSetup.checkVersion();
        return Optional.of(
                new ObjectStore(directory.toRealPath(), Identity.LOCKSTEP, Clock.systemUTC()));
    }

    /** Packs loose objects if there are many (git's own measure); refs keep what is needed. */
    public void tidy() throws IOException, InterruptedException {
        git.option("-c", "gc.auto=6700", "-c", "gc.autoDetach=false")
                .bytes(null, "gc", "--auto", "--quiet");
    }

    /** The bare repository's directory. */
    public Path path() {
        return bare;
    }

    Path objects() {
        return bare.resolve("objects");
    }

    Git git() {
        return git;
    }

    /**
     * Brings a commit and its history here, and keeps it.
     *
     * @param repository a work tree (also a linked one) or a bare repository; may be shallow
     * @param revision anything that git understands as a commit there
     * @return the commit
     */
    public String importCommit(Path repository, String revision)
            throws IOException, InterruptedException {
        return new Importer(this).importCommit(repository, revision);
    }

    /** A commit's tree, as the commit names it; whether that is here is not looked at. */
    public String tree(String commit) throws IOException, InterruptedException {
        String known = trees.get(commit);
        if (known != null) {
            return known;
        }
        String tree =
                git.line(
                        "rev-list",
                        "--no-walk",
                        "--no-commit-header",
                        "--format=%T",
                        Git.object(commit));
        remember(commit, tree);
        return tree;
    }

    private void remember(String commit, String tree) {
        if (trees.size() < MOST_TREES) {
            trees.put(commit, tree);
        }
    }

    /** A commit's first parent. */
    public String parent(String commit) throws IOException, InterruptedException {
        return git.line("rev-parse", "--verify", Git.object(commit) + "^1");
    }

    /**
     * Whether a commit of that name is here, with the content that the name is the digest of; never
     * throws for a name that is no SHA-1.
     */
    public boolean exists(String commit) throws IOException, InterruptedException {
        if (commit == null || !commit.matches("[0-9a-f]{40}")) {
            return false;
        }
        return Presence.missing(this, List.of(commit)).isEmpty();
    }

    /** Whether {@code descendant} has {@code ancestor} in its history, or is it. */
    public boolean isAncestor(String ancestor, String descendant)
            throws IOException, InterruptedException {
        if (Git.object(ancestor).equals(Git.object(descendant))) {
            return true;
        }
        return git.test("merge-base", "--is-ancestor", ancestor, descendant);
    }

    /** Files that differ, by path in git's order. */
    public List<Change> changes(String from, String to) throws IOException, InterruptedException {
        Changed known = changed;
        if (known == null || !known.from().equals(from) || !known.to().equals(to)) {
            List<Change> changes = new Diffs(git).changes(Git.object(from), Git.object(to));
            known = new Changed(from, to, changes);
            changed = known;
        }
        return known.changes();
    }

    /**
     * The lines that came in, by path. Files that git holds for binary (a NUL in the first 8,000
     * bytes), links and submodules are left out; no attribute of the project's changes that.
     *
     * @throws IOException if they have more than {@link PatchReader#MAX_TOTAL} bytes
     */
    public Map<String, List<AddedLine>> addedLines(String from, String to)
            throws IOException, InterruptedException {
        return new Diffs(git).addedLines(Git.object(from), Git.object(to));
    }

    /**
     * A file's bytes (a link's target); empty if there is none of that name.
     *
     * @throws IOException if it is larger than {@link #MAX_FILE}
     */
    public Optional<byte[]> file(String commit, String path)
            throws IOException, InterruptedException {
        return new FileContent(this).read(Git.object(commit), path);
    }

    /** The paths of all files, links and submodules, in git's order. */
    public List<String> files(String commit) throws IOException, InterruptedException {
        return git.names(
                null, "ls-tree", "-r", "-z", "--name-only", "--full-tree", Git.object(commit));
    }

    /** A new commit; keep it by {@link #keep} or as an ancestor of what is kept. */
    public String commit(String tree, List<String> parents, String message)
            throws IOException, InterruptedException {
        String[] arguments = new String[4 + 2 * parents.size()];
        arguments[0] = "commit-tree";
        arguments[1] = Git.object(tree);
        for (int i = 0; i < parents.size(); i++) {
            arguments[2 + 2 * i] = "-p";
            arguments[3 + 2 * i] = Git.object(parents.get(i));
        }
        arguments[arguments.length - 2] = "-F";
        arguments[arguments.length - 1] = "-";
        String commit = authored(git).lineFrom(message.getBytes(StandardCharsets.UTF_8), arguments);
        remember(commit, tree);
        return commit;
    }

    /** With who and when for what it writes. */
    Git authored(Git plain) {
        String date = "@" + clock.instant().getEpochSecond() + " +0000";
        return plain.variable("GIT_AUTHOR_NAME", identity.name())
                .variable("GIT_AUTHOR_EMAIL", identity.email())
                .variable("GIT_AUTHOR_DATE", date)
                .variable("GIT_COMMITTER_NAME", identity.name())
                .variable("GIT_COMMITTER_EMAIL", identity.email())
                .variable("GIT_COMMITTER_DATE", date);
    }

    /** Merges; when one has the other in its history, that one unchanged is the result. */
    public MergeResult merge(String ours, String theirs, String message)
            throws IOException, InterruptedException {
        return new Merger(this).merge(ours, theirs, message);
    }

    /**
     * A commit on {@code base} in which the picked paths are as in the commits that they are picked
     * from, deletion included; where several name the same path, the last counts.
     *
     * @return {@code base} itself if that changes nothing
     */
    public String take(String base, List<Picked> picked, String message)
            throws IOException, InterruptedException {
        return new Overlay(this).commit(Git.object(base), picked, message);
    }

    /** Sets a ref that keeps a commit; {@code ref} is completed to stand below {@link #REFS}. */
    public void keep(String ref, String commit) throws IOException, InterruptedException {
        git.bytes(null, "update-ref", "--no-deref", fullRef(ref), Git.object(commit));
    }

    /** The commit that {@link #keep} set that ref to; empty if there is no such ref. */
    public Optional<String> kept(String ref) throws IOException, InterruptedException {
        String commit =
                git.line("for-each-ref", "--format=%(objectname)", "--count=1", fullRef(ref));
        return commit.isEmpty() ? Optional.empty() : Optional.of(commit);
    }

    /** Deletes the ref of that name and those below it. */
    public void release(String refPrefix) throws IOException, InterruptedException {
        String full = fullRef(refPrefix.replaceFirst("/+$", ""));
        String refs = git.line("for-each-ref", "--format=delete %(refname)%00%00", full);
        byte[] commands = refs.replace("\0\n", "\0").strip().getBytes(StandardCharsets.UTF_8);
        if (commands.length > 0) {
            git.bytes(commands, "update-ref", "--no-deref", "--stdin", "-z");
        }
    }

    private static String fullRef(String ref) {
        return ref.startsWith("refs/") ? ref : REFS + ref;
    }

    /**
     * Writes a bundle of a commit.
     *
     * @param have commits that the receiver has; their history is left out
     * @throws IOException if the store is shallow and nothing is known of the receiver
     */
    public void bundle(String commit, Collection<String> have, Path file)
            throws IOException, InterruptedException {
        new Bundles(this).write(commit, have, file);
    }

    /** The same for a commit that {@link #keep} set that ref to. */
    public void bundle(String ref, String commit, Collection<String> have, Path file)
            throws IOException, InterruptedException {
        new Bundles(this).write(fullRef(ref), commit, have, file);
    }

    /**
     * Takes a bundle from a machine that isn't trusted: it must hold exactly one tip, the expected
     * commit; its objects are checked and complete before any comes here. No ref is set.
     *
     * @throws IOException saying what is wrong with the bundle; the store is then as before
     */
    public void unbundle(Path file, String expected) throws IOException, InterruptedException {
        new Bundles(this).read(file, expected);
    }

    /**
     * Moves a branch of the user's repository, atomically, and if it is checked out there its files
     * as well. No hook runs.
     *
     * @param expectedOld where it must be; null if it must not exist
     * @throws TargetMovedException if it is elsewhere (unless it holds the commit already)
     * @throws TargetDirtyException if files that would change are not clean
     */
    public void publish(Path repository, String branch, String commit, String expectedOld)
            throws IOException, InterruptedException {
        new Publisher(this, repository, branch).publish(Git.object(commit), expectedOld);
    }

    boolean shallow() {
        return Files.exists(bare.resolve("shallow"));
    }
}
