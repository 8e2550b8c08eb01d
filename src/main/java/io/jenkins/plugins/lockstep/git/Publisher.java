package io.jenkins.plugins.lockstep.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Moves a branch of the user's repository. The order makes a crash harmless: objects, a dry run of
 * the files' move, the branch (compare and swap), the files. A second call after a crash between
 * the last two moves the files.
 */
final class Publisher {
    private static final String NONE = "0".repeat(40);
    private static final String EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    private final ObjectStore store;
    private final Git git;
    private final String branch;
    private final String ref;

    Publisher(ObjectStore store, Path repository, String branch) {
        this.store = store;
        this.git = Git.ofUser(repository.toAbsolutePath(), store.path());
        this.branch = branch;
        this.ref = "refs/heads/" + branch;
    }

    void publish(String commit, String expectedOld) throws IOException, InterruptedException {
        String old = expectedOld == null ? NONE : Git.object(expectedOld);
        if (!git.test("check-ref-format", ref)) {
            throw new IOException("'" + branch + "' is no name for a git branch");
        }
        String current = current();
        if (!current.equals(old) && !current.equals(commit)) {
            if (!current.equals(NONE) && contains(current, commit)) {
                return;
            }
            throw new TargetMovedException(branch, old, current);
        }
        fetch(commit);
        Optional<Path> worktree = worktree();
        if (worktree.isPresent()) {
            moveWithFiles(
                    Git.ofUser(worktree.get(), store.path()), worktree.get(), commit, old, current);
        } else if (!current.equals(commit)) {
            moveRef(git, commit, old);
        }
    }

    private String current() throws IOException, InterruptedException {
        String[] arguments = {"rev-parse", "--verify", "--quiet", ref + "^{commit}"};
        Exec.Result<byte[]> result = git.run(null, Exec::all, arguments);
        if (result.exitCode() == 0) {
            return Git.text(result.output());
        }
        if (result.exitCode() == 1) {
            return NONE;
        }
        throw git.failure(result, arguments);
    }

    /** Whether the user went on from what was published before. */
    private boolean contains(String current, String commit)
            throws IOException, InterruptedException {
        boolean here =
                git.run(null, Exec::all, "cat-file", "-e", commit + "^{commit}").exitCode() == 0;
        return here && git.test("merge-base", "--is-ancestor", commit, current);
    }

    private void fetch(String commit) throws IOException, InterruptedException {
        git.variable("GIT_CONFIG_GLOBAL", StoreSetup.globalConfig(store.path()).toString())
                .bytes(
                        null,
                        "fetch",
                        "--quiet",
                        "--no-tags",
                        "--no-write-fetch-head",
                        "--no-auto-gc",
                        "--no-recurse-submodules",
                        "--",
                        store.path().toString(),
                        commit);
    }

    /** Where the branch is checked out: the main work tree or a linked one. */
    private Optional<Path> worktree() throws IOException, InterruptedException {
        List<String> fields = git.names(null, "worktree", "list", "--porcelain", "-z");
        Path path = null;
        for (String field : fields) {
            if (field.startsWith("worktree ")) {
                path = Path.of(field.substring("worktree ".length()));
            } else if (field.equals("branch " + ref)) {
                return Optional.of(path);
            }
        }
        return Optional.empty();
    }

    private void moveRef(Git where, String commit, String old)
            throws IOException, InterruptedException {
        try {
            store.authored(where)
                    .bytes(null, "update-ref", "-m", "lockstep: publish", ref, commit, old);
        } catch (GitException e) {
            String current = current();
            if (current.equals(old)) {
                throw e;
            }
            throw new TargetMovedException(branch, old, current);
        }
    }

    private void moveWithFiles(Git where, Path worktree, String commit, String old, String current)
            throws IOException, InterruptedException {
        String from = old.equals(NONE) ? EMPTY_TREE : old;
        where.run(null, Exec::all, "update-index", "-q", "--refresh");
        try {
            where.bytes(null, "read-tree", "--dry-run", "-m", "-u", from, commit);
        } catch (GitException e) {
            if (current.equals(commit)) {
                return;
            }
            throw new TargetDirtyException(branch, worktree.toString(), e.stderr());
        }
        if (!current.equals(commit)) {
            moveRef(where, commit, old);
        }
        try {
            where.bytes(null, "read-tree", "-m", "-u", from, commit);
        } catch (GitException e) {
            if (!current.equals(commit)) {
                where.bytes(null, "update-ref", ref, old, commit);
            }
            throw new TargetDirtyException(branch, worktree.toString(), e.stderr());
        }
    }
}
